package io.mpreg.engine.route;

import io.mpreg.api.MpregSystem;
import java.util.EnumMap;
import java.util.Map;
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

    /** What a route counts as. */
    record Tally(LongAdder kind, LongAdder[] systems, LongAdder way, boolean fallback) {}

    private final Map<MessageKind, LongAdder> kinds = new EnumMap<>(MessageKind.class);
    private final Map<MpregSystem, LongAdder> systems = new EnumMap<>(MpregSystem.class);
    private final LongAdder local = new LongAdder();
    private final LongAdder federated = new LongAdder();
    private final LongAdder fallbacks = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder computed = new LongAdder();
    private final LongAdder computing = new LongAdder();
    private final Histogram times = new ConcurrentHistogram(LONGEST, 2);

    RouteMeters() {
        for (MessageKind kind : MessageKind.values()) {
            kinds.put(kind, new LongAdder());
        }
        for (MpregSystem system : MpregSystem.values()) {
            systems.put(system, new LongAdder());
        }
    }

    Tally tally(MessageKind kind, RouteResult result) {
        boolean[] reached = new boolean[MpregSystem.values().length];
        int count = 0;
        for (Target target : result.targets()) {
            int system = target.interest().kind().system().ordinal();
            count += reached[system] ? 0 : 1;
            reached[system] = true;
        }
        LongAdder[] adders = new LongAdder[count];
        for (MpregSystem system : MpregSystem.values()) {
            if (reached[system.ordinal()]) {
                adders[--count] = systems.get(system);
            }
        }
        return new Tally(
                kinds.get(kind),
                adders,
                result.federationRequired() ? federated : local,
                !result.fallback().isEmpty());
    }

    void routed(Tally tally, Policies.Ranked policy, boolean hit) {
        tally.kind.increment();
        for (LongAdder system : tally.systems) {
            system.increment();
        }
        tally.way.increment();
        policy.applied().increment();
        if (hit) {
            hits.increment();
        }
        if (tally.fallback) {
            fallbacks.increment();
        }
    }

    void computed(long nanos) {
        computed.increment();
        computing.add(nanos);
        times.recordValue(Math.max(0, Math.min(nanos, LONGEST)));
    }

    RouterStatistics read(Map<String, Long> policies, long cached) {
        Map<MessageKind, Long> byKind = new EnumMap<>(MessageKind.class);
        kinds.forEach((kind, count) -> byKind.put(kind, count.sum()));
        Map<MpregSystem, Long> bySystem = new EnumMap<>(MpregSystem.class);
        systems.forEach((system, count) -> bySystem.put(system, count.sum()));
        long count = computed.sum();
        return new RouterStatistics(
                byKind,
                bySystem,
                local.sum(),
                federated.sum(),
                fallbacks.sum(),
                hits.sum(),
                cached,
                count == 0 ? 0 : computing.sum() / 1e3 / count,
                micros(50),
                micros(95),
                micros(99),
                policies);
    }

    private double micros(double percentile) {
        return times.getTotalCount() == 0 ? 0 : times.getValueAtPercentile(percentile) / 1e3;
    }
}
