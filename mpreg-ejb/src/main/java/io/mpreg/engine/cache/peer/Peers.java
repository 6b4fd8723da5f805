package io.mpreg.engine.cache.peer;

import io.mpreg.engine.route.UnifiedMessage;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The other nodes, as the cache sees them: they can be told something, and tell something.
 *
 * <p>What is sent may be lost, come twice or late; the cache finds out and repairs. Whoever carries
 * the messages sends those of higher {@link UnifiedMessage#priority() priority} first, but keeps
 * the order of messages of the same topic.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public interface Peers {

    /** This node's id, another one with every start of the node. */
    String self();

    /** The ids of the other nodes that can be reached at present. */
    Set<String> others();

    /**
     * Hands a message over for one of the others; it is lost if that one is gone.
     *
     * <p>Called while locks are held: it must not block, and not deliver on the calling thread.
     */
    void send(String peer, UnifiedMessage message);

    /** Hands a message over for all others, as {@link #send}. */
    void broadcast(UnifiedMessage message);

    /**
     * Says who takes what comes from others: the id of the sender and the message. Messages of one
     * sender come one at a time.
     */
    void deliverTo(BiConsumer<String, UnifiedMessage> receiver);

    /** A node on its own. */
    static Peers none(String self) {
        return new Peers() {
            @Override
            public String self() {
                return self;
            }

            @Override
            public Set<String> others() {
                return Set.of();
            }

            @Override
            public void send(String peer, UnifiedMessage message) {}

            @Override
            public void broadcast(UnifiedMessage message) {}

            @Override
            public void deliverTo(BiConsumer<String, UnifiedMessage> receiver) {}
        };
    }
}
