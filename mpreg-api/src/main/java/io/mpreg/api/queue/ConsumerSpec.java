package io.mpreg.api.queue;

import java.util.Objects;
import java.util.Optional;

/**
 * What a consumer asks for.
 *
 * @param queue the queue to consume from
 * @param id the consumer's id, by which, with its group, it is known when it comes back to what was
 *     sent to every consumer; the node makes one otherwise
 * @param group consumers of one group share the messages, each group gets every message; without
 *     one the consumer belongs to the queue's default group
 * @param prefetch how many deliveries may be unacknowledged at a time; 0 for the node's default
 * @param autoAck whether a delivery counts as acknowledged when it was handed over
 * @param exclusive whether it wants to be the only consumer of its group: it is refused with {@link
 *     io.mpreg.api.ErrorCode#CONFLICT} if there is another, and others are refused while it is
 *     there
 * @since 0.1
 */
public record ConsumerSpec(
        String queue,
        Optional<String> id,
        Optional<String> group,
        int prefetch,
        boolean autoAck,
        boolean exclusive) {

    public ConsumerSpec {
        Objects.requireNonNull(queue, "queue");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(group, "group");
    }

    /** A consumer that is not exclusive. */
    public ConsumerSpec(
            String queue,
            Optional<String> id,
            Optional<String> group,
            int prefetch,
            boolean autoAck) {
        this(queue, id, group, prefetch, autoAck, false);
    }

    /** A consumer of the default group that acknowledges by itself. */
    public static ConsumerSpec of(String queue) {
        return new ConsumerSpec(queue, Optional.empty(), Optional.empty(), 0, false);
    }

    public ConsumerSpec id(String value) {
        return new ConsumerSpec(queue, Optional.of(value), group, prefetch, autoAck, exclusive);
    }

    public ConsumerSpec group(String name) {
        return new ConsumerSpec(queue, id, Optional.of(name), prefetch, autoAck, exclusive);
    }

    public ConsumerSpec prefetch(int deliveries) {
        return new ConsumerSpec(queue, id, group, deliveries, autoAck, exclusive);
    }

    public ConsumerSpec autoAck(boolean value) {
        return new ConsumerSpec(queue, id, group, prefetch, value, exclusive);
    }

    /** The same as the only consumer of its group, or not. */
    public ConsumerSpec exclusive(boolean value) {
        return new ConsumerSpec(queue, id, group, prefetch, autoAck, value);
    }
}
