package io.mpreg.api;

/**
 * What a sender is promised about the delivery of a message.
 *
 * @since 0.1
 */
public enum Guarantee {
    /** To those who are there now; may be lost. */
    FIRE_AND_FORGET,
    /** Delivered again until it is acknowledged once. */
    AT_LEAST_ONCE,
    /** To everyone registered at the time of sending; done when all have acknowledged. */
    BROADCAST,
    /** To everyone registered; done when a number of distinct receivers has acknowledged. */
    QUORUM,
    /** At least once, and the receiver's side drops what it has acknowledged before. */
    EXACTLY_ONCE
}
