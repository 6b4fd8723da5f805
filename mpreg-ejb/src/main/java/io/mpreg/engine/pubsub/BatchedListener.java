package io.mpreg.engine.pubsub;

import io.mpreg.api.Message;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.topic.MessageListener;

/**
 * A listener of the node's own, which takes messages as they travel, as many at once as there are,
 * so that it can send them on together.
 *
 * <p><b>Threads.</b> As a listener: one call at a time.
 */
public interface BatchedListener extends MessageListener<Payload> {

    /** Takes messages, in order; the batch is theirs only until this returns. */
    void onMessages(Batch batch);

    /** Whether messages may come on the thread that publishes, because that one gathers them. */
    default boolean isPrompt() {
        return false;
    }

    /** The node has ended the subscription; nothing comes after this. */
    default void ended(MpregException why) {}

    /** Not called: messages come as {@link #onMessages batches}. */
    @Override
    default void onMessage(Message<Payload> message) {
        throw new UnsupportedOperationException("messages come in batches");
    }
}
