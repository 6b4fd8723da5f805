package io.mpreg.engine.queue;

import io.mpreg.api.Ulid;
import java.util.List;
import java.util.Objects;

/**
 * What is needed of a message to keep its place in a queue.
 *
 * @param queue the number of its queue
 * @param id its id
 * @param sentAt when the queue took it, in milliseconds since 1970
 * @param terms what its sender asked for
 * @param groups the consumer groups that get a copy, one bit each
 * @param addressees who is waited for, of a message that goes to every consumer
 */
public record StoredHead(
        int queue,
        Ulid id,
        long sentAt,
        DeliveryTerms terms,
        long groups,
        List<Addressee> addressees) {

    public StoredHead {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(terms, "terms");
        addressees = List.copyOf(addressees);
    }

    /** The head of a message that waits for nobody in particular. */
    public StoredHead(int queue, Ulid id, long sentAt, DeliveryTerms terms, long groups) {
        this(queue, id, sentAt, terms, groups, List.of());
    }

    /** The same with addressees. */
    StoredHead to(List<Addressee> who) {
        return new StoredHead(queue, id, sentAt, terms, groups, who);
    }
}
