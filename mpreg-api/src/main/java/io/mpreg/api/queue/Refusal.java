package io.mpreg.api.queue;

import java.time.Duration;
import java.util.Objects;

/**
 * Why a delivery is refused, and what shall become of the message.
 *
 * @param action what shall become of it
 * @param delay the wait before the next delivery, for {@link Action#DELAY}
 * @param reason for the dead letter and the monitor
 * @since 0.1
 */
public record Refusal(Action action, Duration delay, String reason) {

    /** What shall become of a refused message. */
    public enum Action {
        /** Delivered again after the queue's backoff. */
        REQUEUE,
        /** Delivered again after a given time. */
        DELAY,
        /** Not delivered again. */
        DEAD_LETTER
    }

    public Refusal {
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(reason, "reason");
    }

    public static Refusal requeue(String reason) {
        return new Refusal(Action.REQUEUE, Duration.ZERO, reason);
    }

    public static Refusal delay(Duration delay, String reason) {
        return new Refusal(Action.DELAY, delay, reason);
    }

    public static Refusal deadLetter(String reason) {
        return new Refusal(Action.DEAD_LETTER, Duration.ZERO, reason);
    }
}
