package io.mpreg.api.topic;

import io.mpreg.api.Registration;
import java.util.concurrent.CompletionStage;

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
     * Completes when the subscription ends: normally if the subscriber has ended or replaced it, or
     * with its client or node. It fails if the node ended it by itself, with an {@link
     * io.mpreg.api.MpregException} that says why and what to do, after the last message: {@link
     * io.mpreg.api.ErrorCode#LIMIT_REACHED} if its listener was too slow for {@link
     * SlowConsumerPolicy#DISCONNECT}, {@link io.mpreg.api.ErrorCode#CONFLICT} if another subscriber
     * has taken over its durable name. It is not put in place again then, not by a reconnection
     * either.
     *
     * <p>What is attached runs on a thread for listeners, or on the one that ends the subscription.
     */
    CompletionStage<Void> ended();

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
