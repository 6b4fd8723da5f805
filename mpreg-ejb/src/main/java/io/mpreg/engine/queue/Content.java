package io.mpreg.engine.queue;

import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import java.util.Objects;
import java.util.Optional;

/**
 * What a message carries, which is not needed to keep its place in a queue.
 *
 * @param topic the topic it was sent by
 * @param headers the named strings beside the payload
 * @param payload its body, opaque
 */
public record Content(Optional<String> topic, Headers headers, Payload payload) {

    /** About what the objects of a message take besides its text and bytes. */
    private static final int OVERHEAD = 64;

    public Content {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(payload, "payload");
    }

    /** About how many bytes it takes. */
    public int size() {
        int size = OVERHEAD + payload.size() + payload.contentType().length();
        size += topic.isPresent() ? topic.get().length() : 0;
        for (var header : headers.values().entrySet()) {
            size += header.getKey().length() + header.getValue().length();
        }
        return size;
    }
}
