package io.mpreg.engine.session;

import io.mpreg.api.Message;
import io.mpreg.api.Payload;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.json.JsonWriter;
import java.time.Instant;
import java.util.List;

/**
 * One message on its way to one subscription of a session, or several.
 *
 * <p><b>Threads.</b> Feeds join under the lock of the outbox; then it belongs to whoever sends it.
 */
final class Push implements Outgoing {

    private static final int ENVELOPE = 180;
    private static final int COMPACT = 40;
    private static final int MOST = 1000;

    private final Session session;
    private final UnifiedMessage message;
    private final boolean replayed;
    private Audience audience;
    private int count = 1;
    private int size;

    /**
     * @param audience whose first it is for
     */
    Push(Session session, Audience audience, UnifiedMessage message, boolean replayed) {
        this.session = session;
        this.audience = audience;
        this.message = message;
        this.replayed = replayed;
        this.size = size(session, audience.get(0).id(), message);
    }

    /** About how many bytes a message takes. */
    static int size(Session session, String subscription, UnifiedMessage message) {
        boolean headed = !message.headers().values().isEmpty();
        return (session.isBinary() ? COMPACT : ENVELOPE)
                + subscription.length()
                + message.topic().value().length()
                + Sizes.of(message.payload())
                + (headed ? Sizes.of(message.headers().values()) : 0);
    }

    Audience audience() {
        return audience;
    }

    /**
     * Takes in the same message for one more feed.
     *
     * @return how many bytes more it takes; -1 if it cannot
     */
    int join(UnifiedMessage other, Feed feed) {
        if (message.id() != other.id()
                || replayed
                || count >= MOST
                || !audience.get(0).isJoined()) {
            return -1;
        }
        audience = audience.with(count, feed);
        count++;
        int more = feed.id().length() + 1;
        size += more;
        return more;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isWanted() {
        for (int i = 0; i < count; i++) {
            if (audience.get(i).isLive()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void write(JsonWriter out) {
        Message<Payload> letter = letter();
        out.begin()
                .field("op", "message")
                .field("subscription", audience.get(0).id())
                .field("topic", letter.topic())
                .field("payload", Payloads.toFrame(letter.payload()))
                .field("headers", letter.headers().values())
                .field("messageId", letter.id().toString())
                .field("timestamp", session.host().timestamps().text(letter.timestamp()))
                .field("replayed", replayed)
                .end();
    }

    @Override
    public void write(BinaryWriter out) {
        if (count == 1) {
            PublishForm.message(out, audience.get(0).id(), letter());
            return;
        }
        List<String> ids = audience.isLive(count) ? audience.ids(count) : audience.liveIds(count);
        PublishForm.message(out, ids, letter());
    }

    private Message<Payload> letter() {
        return new Message<>(
                message.id(),
                message.topic().value(),
                message.payload(),
                message.payload(),
                message.headers(),
                Instant.ofEpochMilli(message.timestamp()),
                replayed);
    }

    @Override
    public boolean endsLike(Outgoing before) {
        return before instanceof Push other && other.audience == audience && other.count == count;
    }

    @Override
    public void gone() {
        gone(1);
    }

    @Override
    public void gone(int messages) {
        for (int i = 0; i < count; i++) {
            audience.get(i).left(messages);
        }
    }
}
