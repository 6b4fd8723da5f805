package io.mpreg.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as its receiver sees it.
 *
 * @param <T> what the receiver asked the payload to be; {@link Payload} for the bytes as they came
 * @param id unique, and ordered by the time of publishing
 * @param topic the topic it was published on
 * @param body the payload converted to what the receiver asked for; null where it is JSON null
 * @param payload the payload as it came
 * @param headers the named strings beside it
 * @param timestamp when the node took it, to the millisecond
 * @param replayed whether it came from the backlog rather than live
 * @since 0.1
 */
public record Message<T>(
        Ulid id,
        String topic,
        @Nullable T body,
        Payload payload,
        Headers headers,
        Instant timestamp,
        boolean replayed) {

    /** The same message with another body. */
    public <U> Message<U> withBody(@Nullable U other) {
        return new Message<>(id, topic, other, payload, headers, timestamp, replayed);
    }
}
