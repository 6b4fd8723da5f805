package io.mpreg.engine.queue;

import io.mpreg.api.Guarantee;
import io.mpreg.api.queue.QueueSettings;
import java.util.Objects;
import java.util.Optional;

/**
 * What the sender of a message asked for.
 *
 * @param guarantee what was promised
 * @param priority higher ones first in a priority queue
 * @param notBefore when it may be delivered first, in milliseconds since 1970; 0 for at once
 * @param expiresAt when it is worthless, in milliseconds since 1970; {@link #NEVER} for never
 * @param orderingKey messages of one key are delivered one after the other
 * @param dedupeId what makes it the same message as another
 * @param requiredAcks how many acknowledgements a quorum needs
 */
public record DeliveryTerms(
        Guarantee guarantee,
        int priority,
        long notBefore,
        long expiresAt,
        Optional<String> orderingKey,
        Optional<String> dedupeId,
        int requiredAcks) {

    /** The end of a message that does not expire. */
    public static final long NEVER = Long.MAX_VALUE;

    /** What a sender gets who asks for nothing. */
    public static final DeliveryTerms PLAIN =
            new DeliveryTerms(
                    Guarantee.AT_LEAST_ONCE, 0, 0, NEVER, Optional.empty(), Optional.empty(), 1);

    public DeliveryTerms {
        Objects.requireNonNull(guarantee, "guarantee");
        Objects.requireNonNull(orderingKey, "orderingKey");
        Objects.requireNonNull(dedupeId, "dedupeId");
    }

    /** These terms, or the one object for plain ones. */
    public DeliveryTerms canonical() {
        return equals(PLAIN) ? PLAIN : this;
    }

    /**
     * These terms, with what the queue says in place of what the sender left out.
     *
     * @param now in milliseconds since 1970
     */
    DeliveryTerms in(QueueSettings queue, long now) {
        boolean lives = expiresAt == NEVER && queue.timeToLive().isPresent();
        boolean waits =
                notBefore == 0 && !queue.delay().isZero() && guarantee != Guarantee.FIRE_AND_FORGET;
        if (!lives && !waits) {
            return this;
        }
        return new DeliveryTerms(
                guarantee,
                priority,
                waits ? now + queue.delay().toMillis() : notBefore,
                lives ? now + queue.timeToLive().orElseThrow().toMillis() : expiresAt,
                orderingKey,
                dedupeId,
                requiredAcks);
    }

    /** Whether each consumer gets a copy of its own. */
    public boolean isDirected() {
        return guarantee == Guarantee.BROADCAST || guarantee == Guarantee.QUORUM;
    }
}
