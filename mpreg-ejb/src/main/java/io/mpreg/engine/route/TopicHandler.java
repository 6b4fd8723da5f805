package io.mpreg.engine.route;

import java.util.function.Consumer;

/**
 * A handler of messages that belongs to no system.
 *
 * @param id its id
 * @param handler what is called, on the publisher's thread
 */
record TopicHandler(String id, Consumer<? super UnifiedMessage> handler) implements Receiver {

    @Override
    public InterestKind kind() {
        return InterestKind.HANDLER;
    }

    @Override
    public void accept(UnifiedMessage message) {
        handler.accept(message);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
