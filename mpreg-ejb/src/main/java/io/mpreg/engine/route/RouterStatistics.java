package io.mpreg.engine.route;

import io.mpreg.api.MpregSystem;
import java.util.Map;

/**
 * What a router has done since it was made.
 *
 * @param byKind routes by the kind of message
 * @param bySystem routes that led to a party of a system; one may count in several
 * @param local routes that stayed in the cluster
 * @param federated routes that left it
 * @param fallbacks routes that stayed because there was no way out
 * @param cacheHits routes that came from the route cache
 * @param cachedRoutes routes that are kept now
 * @param averageMicros how long it took to find a route that was not kept, in microseconds
 * @param p50Micros the median of that
 * @param p95Micros its 95th percentile
 * @param p99Micros its 99th percentile
 * @param policyApplications how often each policy was applied, by id
 */
public record RouterStatistics(
        Map<MessageKind, Long> byKind,
        Map<MpregSystem, Long> bySystem,
        long local,
        long federated,
        long fallbacks,
        long cacheHits,
        long cachedRoutes,
        double averageMicros,
        double p50Micros,
        double p95Micros,
        double p99Micros,
        Map<String, Long> policyApplications) {

    /** Nothing yet. */
    public static final RouterStatistics NONE =
            new RouterStatistics(Map.of(), Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, Map.of());

    public RouterStatistics {
        byKind = Map.copyOf(byKind);
        bySystem = Map.copyOf(bySystem);
        policyApplications = Map.copyOf(policyApplications);
    }

    /** All routes. */
    public long total() {
        return local + federated;
    }

    /** The share of routes that left the cluster, 0 to 1. */
    public double federationRatio() {
        return share(federated);
    }

    /** The share of routes that stayed in the cluster and were meant to, 0 to 1. */
    public double localEfficiency() {
        return share(local - fallbacks);
    }

    /** The share of routes that came from the route cache, 0 to 1. */
    public double cacheHitRatio() {
        return share(cacheHits);
    }

    private double share(long count) {
        return total() == 0 ? 0 : (double) count / total();
    }
}
