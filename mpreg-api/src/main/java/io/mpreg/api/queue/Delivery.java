package io.mpreg.api.queue;

import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to deliver a message, waiting to be settled.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; the first settlement counts.
 *
 * @param <T> what the consumer asked the payload to be
 * @since 0.1
 */
public interface Delivery<T> {

    /** The id of this attempt. */
    String id();

    /** The queue it comes from. */
    String queue();

    Ulid messageId();

    Optional<String> topic();

    /** The payload converted; null where it is JSON null. */
    @Nullable T body();

    Payload payload();

    Headers headers();

    /** 1 for the first attempt. */
    int attempt();

    /** When the queue took the message. */
    Instant timestamp();

    /**
     * Acknowledges the message.
     *
     * @return completes when the acknowledgement is as safe as the queue's durability says; false
     *     if the delivery was settled before
     */
    CompletionStage<Boolean> ack();

    /** Refuses the message: it is delivered again after the queue's backoff. */
    default CompletionStage<Boolean> nack(String reason) {
        return nack(Refusal.requeue(reason));
    }

    /** Refuses the message. */
    CompletionStage<Boolean> nack(Refusal refusal);

    /** Allows that much more time, from now, for settling. */
    CompletionStage<Boolean> extend(Duration time);
}
