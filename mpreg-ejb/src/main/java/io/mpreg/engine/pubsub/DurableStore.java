package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregException;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.engine.route.UnifiedMessage;

/**
 * Keeps durable names and the messages that wait for them beyond the process.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Only {@link #replay}, {@link #define}
 * and {@link #close} may wait.
 */
public interface DurableStore extends AutoCloseable {

    /** Keeps nothing: a node with it refuses durable names that are to survive a restart. */
    DurableStore NONE = new NoStore();

    /** Whether something is kept at all. */
    default boolean keeps() {
        return true;
    }

    /** Presents what was kept when the node stopped; called once, before anything else. */
    void replay(Found found);

    /**
     * Keeps a durable name, or other terms of it.
     *
     * @throws MpregException if that is impossible
     */
    void define(String name, SubscriptionSpec spec);

    /**
     * Keeps a message for a durable name that was defined.
     *
     * @throws MpregException if that is impossible at present
     */
    Ticket append(String name, UnifiedMessage message);

    /** Lets a durable name go, and all that waits for it. */
    void forget(String name);

    /** Brings what is still in memory to where it is kept. */
    @Override
    void close();

    /** A message that is kept. */
    @FunctionalInterface
    interface Ticket {

        /** Lets it go, soon: after a crash it may be there once more. */
        void release();
    }

    /** Takes in what was kept: each name before its messages, and these in their order. */
    interface Found {

        /** A durable name. */
        void name(String name, SubscriptionSpec spec);

        /** A message that waits for it. */
        void message(String name, UnifiedMessage message, Ticket ticket);
    }
}
