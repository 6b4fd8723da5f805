package io.mpreg.engine.queue;

import io.mpreg.api.Ulid;
import java.util.Objects;

/**
 * What is needed of a message to keep its place in a queue.
 *
 * @param queue the number of its queue
 * @param id its id
 * @param sentAt when the queue took it, in milliseconds since 1970
 * @param terms what its sender asked for
 * @param groups the consumer groups that get a copy, one bit each
 */
public record StoredHead(int queue, Ulid id, long sentAt, DeliveryTerms terms, long groups) {
    public StoredHead {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(terms, "terms");
    }
}
