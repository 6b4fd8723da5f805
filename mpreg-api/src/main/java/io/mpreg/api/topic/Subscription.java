package io.mpreg.api.topic;

import io.mpreg.api.Registration;

/**
 * A subscription that is in place.
 *
 * @since 0.1
 */
public interface Subscription extends Registration {

    /** How many messages of the backlog come before the live ones. */
    int replayed();

    /**
     * Allows that many more messages, for a subscription that was made with credit.
     *
     * @param messages at least 1
     */
    void request(int messages);

    /**
     * Ends the subscription; nothing is delivered after this returned, unless the listener calls it
     * itself: then its present call is the last one. A subscription with a durable name goes on to
     * collect messages.
     *
     * @return false if it had ended before
     */
    boolean unsubscribe();

    @Override
    default void close() {
        unsubscribe();
    }
}
