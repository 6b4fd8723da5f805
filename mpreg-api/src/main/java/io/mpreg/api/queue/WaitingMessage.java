package io.mpreg.api.queue;

import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import java.time.Instant;
import java.util.Optional;

/**
 * A message in a queue, as browsing shows it.
 *
 * @param attempts how often it was delivered so far
 * @since 0.1
 */
public record WaitingMessage(
        Ulid messageId,
        Optional<String> topic,
        Payload payload,
        Headers headers,
        int priority,
        int attempts,
        Instant timestamp) {}
