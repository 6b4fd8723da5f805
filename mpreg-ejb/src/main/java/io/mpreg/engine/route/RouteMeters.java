package io.mpreg.engine.route;

import io.mpreg.api.MpregSystem;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Counts routes and measures how long they take to compute.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class RouteMeters {

    private static final long LONGEST = 10_000_000_000L;

    /**
     * What a route counts as.
     *
     * @param kind the kind of the message
     * @param systems those that it leads to, one bit each
     * @param federated whether it leaves the cluster
     * @param fallback whether it stays although it should leave
     * @param policy the id of the policy that was applied
     */
    private record Sort(
            MessageKind kind, int systems, boolean federated, boolean fallback, String policy) {}

    /** How many routes of one sort there were: so many are counted at once. */
    record Tally(LongAdder kept, LongAdder found) {}

    private final Map<Sort, Tally> tallies = new ConcurrentHashMap<>();
    private final LongAdder computed = new LongAdder();
    private final LongAdder computing = new LongAdder();
    private final Histogram times = new ConcurrentHistogram(LONGEST, 2);

    Tally tally(MessageKind kind, RouteResult result) {
        int systems = 0;
        for (Target target : result.targets()) {
            systems |= 1 << target.interest().kind().system().ordinal();
        }
        Sort sort =
                new Sort(
                        kind,
                        systems,
                        result.federationRequired(),
                        !result.fallback().isEmpty(),
                        result.policy());
        Tally known = tallies.get(sort);
        return known != null
                ? known
                : tallies.computeIfAbsent(sort, s -> new Tally(new LongAdder(), new LongAdder()));
    }

    /** Counts a route that was looked for. */
    void found(Tally tally) {
        tally.found.increment();
    }

    /** Counts a route that was there. */
    void kept(Tally tally) {
        tally.kept.increment();
    }

    void computed(long nanos) {
        computed.increment();
        computing.add(nanos);
        times.recordValue(Math.max(0, Math.min(nanos, LONGEST)));
    }

    /**
     * What was counted.
     *
     * @param policies the ids of the policies that there are
     */
    RouterStatistics read(List<String> policies, long cached) {
        Map<MessageKind, Long> kinds = new EnumMap<>(MessageKind.class);
        Map<MpregSystem, Long> systems = new EnumMap<>(MpregSystem.class);
        Map<String, Long> applied = new HashMap<>();
        for (MessageKind kind : MessageKind.values()) {
            kinds.put(kind, 0L);
        }
        for (MpregSystem system : MpregSystem.values()) {
            systems.put(system, 0L);
        }
        policies.forEach(policy -> applied.put(policy, 0L));
        long local = 0;
        long federated = 0;
        long fallbacks = 0;
        long hits = 0;
        for (Map.Entry<Sort, Tally> entry : tallies.entrySet()) {
            Sort sort = entry.getKey();
            long kept = entry.getValue().kept.sum();
            long all = kept + entry.getValue().found.sum();
            kinds.merge(sort.kind, all, Long::sum);
            for (MpregSystem system : MpregSystem.values()) {
                systems.merge(system, (sort.systems >> system.ordinal() & 1) * all, Long::sum);
            }
            applied.merge(sort.policy, all, Long::sum);
            local += sort.federated ? 0 : all;
            federated += sort.federated ? all : 0;
            fallbacks += sort.fallback ? all : 0;
            hits += kept;
        }
        long count = computed.sum();
        return new RouterStatistics(
                kinds,
                systems,
                local,
                federated,
                fallbacks,
                hits,
                cached,
                count == 0 ? 0 : computing.sum() / 1e3 / count,
                micros(50),
                micros(95),
                micros(99),
                applied);
    }

    private double micros(double percentile) {
        return times.getTotalCount() == 0 ? 0 : times.getValueAtPercentile(percentile) / 1e3;
    }
}
