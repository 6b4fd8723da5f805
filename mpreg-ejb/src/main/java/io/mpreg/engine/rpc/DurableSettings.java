package io.mpreg.engine.rpc;

import java.time.Duration;
import java.util.Objects;

/**
 * The limits of requests that outlive the node.
 *
 * @param maxCalls how many may wait or run
 * @param maxResults how many results are kept
 * @param parallel how many run at a time
 * @param lifetime how long a request that cannot be run is tried again; at most 14 days
 * @param resultTime how long a result is kept
 */
public record DurableSettings(
        int maxCalls, int maxResults, int parallel, Duration lifetime, Duration resultTime) {

    /** The longest life of a request. */
    public static final Duration LONGEST = Duration.ofDays(14);

    public DurableSettings {
        atLeastOne("maxCalls", maxCalls);
        atLeastOne("maxResults", maxResults);
        atLeastOne("parallel", parallel);
        positive("lifetime", lifetime);
        if (lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "lifetime must be at most " + LONGEST + ", was " + lifetime);
        }
        positive("resultTime", resultTime);
    }

    /** What a node has that configures nothing. */
    public static DurableSettings defaults() {
        return new DurableSettings(10_000, 10_000, 64, Duration.ofDays(1), Duration.ofDays(1));
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
    }

    private static void positive(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be positive, was " + value);
        }
    }
}
