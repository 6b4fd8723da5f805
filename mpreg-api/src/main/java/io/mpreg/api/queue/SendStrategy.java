package io.mpreg.api.queue;

/**
 * Which of the queues bound to a topic get a message sent by it.
 *
 * @since 0.1
 */
public enum SendStrategy {
    /** Each of them one copy. */
    FANOUT_ALL,
    /** The next in turn. */
    ROUND_ROBIN,
    /** Of those with the highest priority one, by weight. */
    PRIORITY_WEIGHTED,
    /** The one with the least to do. */
    LOAD_BALANCED,
    /** Any one, by weight. */
    RANDOM_SELECTION
}
