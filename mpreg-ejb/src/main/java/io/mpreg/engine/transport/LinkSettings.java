package io.mpreg.engine.transport;

import java.time.Duration;
import java.util.Objects;

/**
 * How connections are watched.
 *
 * @param breaker when the breaker of a connection opens and closes
 * @param remembered how many requests to the other side are remembered after they ended
 * @param expiry after how long one without an answer counts as failed
 * @param sweep how often those are looked for
 */
public record LinkSettings(
        BreakerSettings breaker, int remembered, Duration expiry, Duration sweep) {

    public LinkSettings {
        Objects.requireNonNull(breaker, "breaker");
        Objects.requireNonNull(expiry, "expiry");
        Objects.requireNonNull(sweep, "sweep");
        if (remembered < 1) {
            throw new IllegalArgumentException("remembered must be at least 1, was " + remembered);
        }
    }

    /** The defaults of the breaker; 10 000 remembered, 30 s, looked for every 60 s. */
    public static LinkSettings defaults() {
        return new LinkSettings(
                BreakerSettings.defaults(), 10_000, Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
}
