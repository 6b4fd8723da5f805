package io.mpreg.engine.monitor;

import io.mpreg.api.MpregSystem;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What the monitor remembers, and of whom.
 *
 * @param capacity how many events are remembered
 * @param maxBytes about how many bytes these events may take
 * @param levels how much is noted of each system; {@link Level#ALL} of those left out
 * @param sampling the share of correlations, 0 to 1, whose events are remembered, by system; 1 for
 *     those left out. All are counted
 * @param interval how often rates are taken
 */
public record MonitorSettings(
        int capacity,
        long maxBytes,
        Map<MpregSystem, Level> levels,
        Map<MpregSystem, Double> sampling,
        Duration interval) {

    public MonitorSettings {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, was " + capacity);
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be at least 1, was " + maxBytes);
        }
        levels = Map.copyOf(levels);
        sampling = Map.copyOf(sampling);
        sampling.forEach(
                (system, share) -> {
                    if (!(share >= 0 && share <= 1)) {
                        throw new IllegalArgumentException(
                                "sampling of "
                                        + system.label()
                                        + " must be between 0 and 1, was "
                                        + share);
                    }
                });
        Objects.requireNonNull(interval, "interval");
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("interval must be positive, was " + interval);
        }
    }

    /** 50 000 events in 32 MiB, everything of every system, rates over 5 s. */
    public static MonitorSettings defaults() {
        return new MonitorSettings(50_000, 32L << 20, Map.of(), Map.of(), Duration.ofSeconds(5));
    }

    /** The same with another level for one system. */
    public MonitorSettings level(MpregSystem system, Level level) {
        Map<MpregSystem, Level> more = new java.util.HashMap<>(levels);
        more.put(system, level);
        return new MonitorSettings(capacity, maxBytes, more, sampling, interval);
    }

    /** The same with another share of remembered correlations for one system. */
    public MonitorSettings sampling(MpregSystem system, double share) {
        Map<MpregSystem, Double> more = new java.util.HashMap<>(sampling);
        more.put(system, share);
        return new MonitorSettings(capacity, maxBytes, levels, more, interval);
    }
}
