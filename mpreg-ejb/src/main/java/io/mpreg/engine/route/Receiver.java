package io.mpreg.engine.route;

/** A party that is handed the messages routed to it. */
public interface Receiver extends Interest {

    /**
     * Takes a message.
     *
     * <p>Called on the publisher's thread: it must not block, throw or run foreign code.
     */
    void accept(UnifiedMessage message);
}
