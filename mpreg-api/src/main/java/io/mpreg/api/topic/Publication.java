package io.mpreg.api.topic;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.Ulid;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message to be published.
 *
 * @param topic the topic, without wildcards
 * @param payload the value; {@link io.mpreg.api.Payload} for bytes
 * @param headers the named strings beside it
 * @param messageId the id to give it; the node makes one otherwise
 * @param guarantee what is promised about its delivery
 * @since 0.1
 */
public record Publication(
        String topic,
        @Nullable Object payload,
        Headers headers,
        Optional<Ulid> messageId,
        Guarantee guarantee) {

    public Publication {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(guarantee, "guarantee");
    }

    /** A publication on that topic, with JSON null as its payload. */
    public static Publication on(String topic) {
        return new Publication(
                topic, null, Headers.NONE, Optional.empty(), Guarantee.FIRE_AND_FORGET);
    }

    public Publication payload(@Nullable Object value) {
        return new Publication(topic, value, headers, messageId, guarantee);
    }

    public Publication headers(Headers all) {
        return new Publication(topic, payload, all, messageId, guarantee);
    }

    public Publication header(String name, String value) {
        return headers(headers.with(name, value));
    }

    /** Ties the message to everything else that carries the same id. */
    public Publication correlationId(String id) {
        return header(Headers.CORRELATION_ID, id);
    }

    public Publication messageId(Ulid id) {
        return new Publication(topic, payload, headers, Optional.of(id), guarantee);
    }

    public Publication guarantee(Guarantee promise) {
        return new Publication(topic, payload, headers, messageId, promise);
    }
}
