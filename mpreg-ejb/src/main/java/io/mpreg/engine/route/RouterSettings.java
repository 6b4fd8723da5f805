package io.mpreg.engine.route;

import java.time.Duration;
import java.util.Objects;

/**
 * How the router works.
 *
 * @param topicRpc whether messages for everyone ({@link MessageKind#DATA}) reach functions
 * @param queueTopics whether topics lead to queues
 * @param federationTimeout how long another cluster may take
 * @param maxHops how many clusters a message may pass
 * @param cacheTtl how long a route is kept at most, if nothing changes that it depends on
 * @param cacheRoutes how many routes are kept; 0 for none
 */
public record RouterSettings(
        boolean topicRpc,
        boolean queueTopics,
        Duration federationTimeout,
        int maxHops,
        Duration cacheTtl,
        int cacheRoutes) {

    public RouterSettings {
        Objects.requireNonNull(federationTimeout, "federationTimeout");
        Objects.requireNonNull(cacheTtl, "cacheTtl");
        if (maxHops < 0 || cacheRoutes < 0 || cacheTtl.isNegative()) {
            throw new IllegalArgumentException(
                    "maxHops, cacheRoutes and cacheTtl must not be negative");
        }
    }

    /** RPC and queues on, 5 s, 10 hops, 30 s, 10 000 routes. */
    public static RouterSettings defaults() {
        return new RouterSettings(
                true, true, Duration.ofSeconds(5), 10, Duration.ofSeconds(30), 10_000);
    }
}
