package io.mpreg.engine.pubsub;

import io.mpreg.api.topic.MessageListener;

/**
 * A listener that is told when the messages that were there have all been brought to it, so that it
 * can send several on at once.
 *
 * <p><b>Threads.</b> As a listener: one call at a time.
 */
public interface BatchedListener<T> extends MessageListener<T> {

    /** Nothing more comes for the moment. */
    void batchEnded();

    /** Whether messages may come on the thread that publishes, because that one gathers them. */
    default boolean isPrompt() {
        return false;
    }
}
