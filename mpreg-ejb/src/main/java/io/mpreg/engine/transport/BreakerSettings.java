package io.mpreg.engine.transport;

import java.time.Duration;
import java.util.Objects;

/**
 * When a circuit breaker opens and closes.
 *
 * @param failures how many failures in a row open it
 * @param ratio the share of failures within a window that opens it, 0 to 1
 * @param volume how many operations a window must have for the share to count
 * @param window how long a window is
 * @param delay how long it stays open before probes are let through
 * @param probes how many probes may be under way at a time
 * @param successes how many successful probes in a row close it
 */
public record BreakerSettings(
        int failures,
        double ratio,
        int volume,
        Duration window,
        Duration delay,
        int probes,
        int successes) {

    public BreakerSettings {
        Objects.requireNonNull(window, "window");
        Objects.requireNonNull(delay, "delay");
        if (failures < 1 || volume < 1 || probes < 1 || successes < 1) {
            throw new IllegalArgumentException("the counts of a breaker must be at least 1");
        }
        if (!(ratio > 0 && ratio <= 1)) {
            throw new IllegalArgumentException("ratio must be above 0 up to 1, was " + ratio);
        }
    }

    /** 5 in a row, or half of at least 20 in 10 s; open for 60 s; 3 probes, 3 successes. */
    public static BreakerSettings defaults() {
        return new BreakerSettings(
                5, 0.5, 20, Duration.ofSeconds(10), Duration.ofSeconds(60), 3, 3);
    }
}
