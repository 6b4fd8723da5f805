package io.mpreg.engine.session;

import io.mpreg.api.MpregException;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.json.JsonWriter;

/** Tells a client that the node has ended one of its subscriptions, behind its last message. */
record Ended(Feed feed, MpregException why) implements Outgoing {

    private static final int ENVELOPE = 120;

    @Override
    public int size() {
        return ENVELOPE
                + feed.id().length()
                + String.valueOf(why.getMessage()).length()
                + Sizes.of(why.details());
    }

    @Override
    public boolean isWanted() {
        return feed.isLive();
    }

    @Override
    public void write(JsonWriter out) {
        out.begin().field("op", "subscription.ended").field("subscription", feed.id());
        if (!feed.tag().isEmpty()) {
            out.field("tag", feed.tag());
        }
        out.field("code", why.code().id())
                .field("message", why.getMessage())
                .field("details", why.details())
                .end();
    }
}
