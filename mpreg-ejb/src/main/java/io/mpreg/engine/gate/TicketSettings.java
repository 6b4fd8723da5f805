package io.mpreg.engine.gate;

import java.time.Duration;
import java.util.Objects;

/**
 * How tickets are kept.
 *
 * @param lifetime how long a ticket may be used after it was issued
 * @param most how many may be unused at a time
 */
public record TicketSettings(Duration lifetime, int most) {

    public TicketSettings {
        Objects.requireNonNull(lifetime, "lifetime");
        if (lifetime.isNegative() || lifetime.isZero() || most < 1) {
            throw new IllegalArgumentException("a ticket must have time, and one must fit");
        }
    }

    /** 30 s, 10 000 tickets. */
    public static TicketSettings defaults() {
        return new TicketSettings(Duration.ofSeconds(30), 10_000);
    }
}
