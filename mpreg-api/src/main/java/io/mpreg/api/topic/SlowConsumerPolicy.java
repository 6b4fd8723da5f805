package io.mpreg.api.topic;

/**
 * What happens when a subscriber is slower than its publishers and its buffer is full.
 *
 * @since 0.1
 */
public enum SlowConsumerPolicy {
    /** The oldest waiting message goes. */
    DROP_OLDEST,
    /** The arriving message goes. */
    DROP_NEWEST,
    /** A waiting message with the same value of the coalescing header is replaced. */
    COALESCE,
    /**
     * The publisher waits a bounded time; only for publishers and subscribers in the node's own
     * process. Refused for others.
     */
    BLOCK,
    /** The subscription ends, and {@link Subscription#ended()} fails. */
    DISCONNECT
}
