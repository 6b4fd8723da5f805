package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.engine.route.UnifiedMessage;

/** The store of a node that keeps no durable names on disk. */
final class NoStore implements DurableStore {

    @Override
    public boolean keeps() {
        return false;
    }

    @Override
    public void replay(Found found) {
        // Nothing was kept.
    }

    @Override
    public void define(String name, SubscriptionSpec spec) {
        throw refusal();
    }

    @Override
    public Ticket append(String name, UnifiedMessage message) {
        throw refusal();
    }

    @Override
    public void forget(String name) {
        // Nothing is kept.
    }

    @Override
    public void close() {
        // Nothing is held.
    }

    private static MpregRequestException refusal() {
        return MpregRequestException.field(
                "persistent",
                "this node keeps no durable names on disk; leave it out, or bind a queue to the"
                        + " topics");
    }
}
