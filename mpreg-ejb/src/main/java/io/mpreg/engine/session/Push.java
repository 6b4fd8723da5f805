package io.mpreg.engine.session;

import io.mpreg.api.Headers;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.Letter;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.json.JsonWriter;
import java.time.Instant;

/**
 * One message on its way to one subscription of a session, or several.
 *
 * <p><b>Threads.</b> Feeds join under the lock of the outbox; then it belongs to whoever sends it.
 */
final class Push implements Outgoing, Letter {

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
        out.begin()
                .field("op", "message")
                .field("subscription", audience.get(0).id())
                .field("topic", topic())
                .field("payload", Payloads.toFrame(payload()))
                .field("headers", headers().values())
                .field("messageId", id().toString())
                .field(
                        "timestamp",
                        session.host().timestamps().text(Instant.ofEpochMilli(millis())))
                .field("replayed", replayed)
                .end();
    }

    @Override
    public void write(BinaryWriter out) {
        boolean all = count == 1 || audience.isLive(count);
        PublishForm.letter(out, all ? audience.ids(count) : audience.liveIds(count), this);
    }

    @Override
    public Ulid id() {
        return message.id();
    }

    @Override
    public String topic() {
        return message.topic().value();
    }

    @Override
    public Payload payload() {
        return message.payload();
    }

    @Override
    public Headers headers() {
        return message.headers();
    }

    @Override
    public long millis() {
        return message.timestamp();
    }

    @Override
    public boolean replayed() {
        return replayed;
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
