package io.mpreg.engine.pubsub;

import io.mpreg.api.topic.SlowConsumerPolicy;

/** Why a message did not reach a subscriber. */
public enum DropReason {
    /** The buffer was full, and the oldest message in it went. */
    OLDEST,
    /** The buffer was full, and the arriving message went. */
    NEWEST,
    /** A later message with the same key took its place. */
    COALESCED,
    /** The publisher waited in vain for room. */
    BLOCKED,
    /** The buffer was full, and the subscription ended for it. */
    DISCONNECTED,
    /** A group had nobody left to take it. */
    NO_MEMBER;

    /** Whether it tells of a subscriber that is slower than the publishers. */
    boolean isSlowness() {
        return this != COALESCED && this != NO_MEMBER;
    }

    /** Why a message goes when the buffer of a subscription with that policy is full. */
    static DropReason of(SlowConsumerPolicy policy) {
        return switch (policy) {
            case DROP_OLDEST, COALESCE -> OLDEST;
            case DROP_NEWEST -> NEWEST;
            case BLOCK -> BLOCKED;
            case DISCONNECT -> DISCONNECTED;
        };
    }
}
