package io.mpreg.engine.queue;

import io.mpreg.api.Ulid;
import java.util.Objects;

/**
 * By what a message that is done is known when it comes again.
 *
 * @param queue the number of its queue
 * @param key by what
 * @param id the message
 * @param until for how long, in milliseconds since 1970
 */
public record StoredMark(int queue, DedupeKey key, Ulid id, long until) {
    public StoredMark {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(id, "id");
    }
}
