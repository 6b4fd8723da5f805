package io.mpreg.api.queue;

import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import java.time.Instant;
import java.util.Optional;

/**
 * A message that could not be delivered.
 *
 * @param messageId its id
 * @param queue the queue it comes from
 * @param topic the topic it was sent by
 * @param payload its payload
 * @param headers its headers
 * @param reason why it is here
 * @param attempts how often it was delivered
 * @param lastError what the last refusal said; empty if there was none
 * @param sentAt when the queue took it
 * @param diedAt when it became a dead letter
 * @since 0.1
 */
public record DeadLetter(
        Ulid messageId,
        String queue,
        Optional<String> topic,
        Payload payload,
        Headers headers,
        String reason,
        int attempts,
        String lastError,
        Instant sentAt,
        Instant diedAt) {}
