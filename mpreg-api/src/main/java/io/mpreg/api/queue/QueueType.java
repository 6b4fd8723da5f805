package io.mpreg.api.queue;

/**
 * The order in which a queue delivers.
 *
 * @since 0.1
 */
public enum QueueType {
    /** In the order of sending. */
    FIFO,
    /** Higher priority first; in the order of sending among equals. */
    PRIORITY,
    /** Each message after its delay. */
    DELAY
}
