package io.mpreg.engine.session;

import io.mpreg.api.Message;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.topic.Subscription;
import io.mpreg.engine.pubsub.Batch;
import io.mpreg.engine.pubsub.BatchedListener;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.json.JsonWriter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One subscription of a session. It lets the engine deliver only so much at a time as may wait in
 * the outbox; the rest waits at the engine's subscription, where its policy for slow consumers
 * rules. What the client allows by credit bounds it as well.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Feed implements BatchedListener {

    private static final Logger LOG = System.getLogger(Feed.class.getName());
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final int FEWEST = 8;
    private static final int MOST = 1024;

    /** After how many messages that left to look at the window, at the latest. */
    private static final int LOOK_EVERY = 256;

    /** Into how many messages the window is divided before their size is known. */
    private static final int GUESS = 128;

    private final Session session;
    private final String id;
    private final String tag;
    private final boolean joined;
    private final AtomicInteger gone = new AtomicInteger();
    private volatile boolean live = true;

    /** How many messages have to go before a look at the window is worth while. */
    private volatile int worthwhile;

    /** Where its last message stands in the outbox; guarded by that one's lock. */
    private long place = -1;

    // Guarded by this.
    private @Nullable Subscription subscription;
    private long allowed;
    private int waiting;
    private int size;
    private @Nullable MpregException failure;

    /**
     * @param tag by which the client knows this one from others under its id; empty for none
     * @param credit how many messages the client allows; as many as there are if empty
     * @param joined whether the client understands messages of several subscriptions
     */
    Feed(Session session, String id, String tag, OptionalInt credit, boolean joined) {
        this.joined = joined && session.isBinary();
        this.session = session;
        this.id = id;
        this.tag = tag;
        this.allowed = credit.isPresent() ? credit.getAsInt() : UNLIMITED;
        this.size = session.host().settings().windowBytes() / GUESS;
    }

    /** Lets it begin; the client knows about it. */
    void open(Subscription made) {
        MpregException over;
        synchronized (this) {
            subscription = made;
            over = failure;
        }
        if (over == null) {
            replenish();
        } else {
            tell(over);
        }
    }

    String id() {
        return id;
    }

    String tag() {
        return tag;
    }

    boolean isLive() {
        return live;
    }

    @Override
    public void ended(MpregException why) {
        boolean known;
        synchronized (this) {
            failure = why;
            known = subscription != null;
        }
        if (known) {
            tell(why);
        }
    }

    private void tell(MpregException why) {
        session.desks().topics().forget(this);
        session.push(List.of(new Ended(this, why)));
    }

    /** The client allows more messages. */
    void allow(int messages) {
        synchronized (this) {
            if (allowed != UNLIMITED) {
                allowed += messages;
            }
        }
        replenish();
    }

    @Override
    public void onMessages(Batch batch) {
        List<Push> pushes = new ArrayList<>(batch.count());
        long bytes = 0;
        for (int i = 0; i < batch.count(); i++) {
            Push push = new Push(this, batch.get(i), batch.isReplayed(i));
            bytes += push.size();
            pushes.add(push);
        }
        int mean = (int) (bytes / batch.count());
        synchronized (this) {
            size = Math.max(1, (size * 7 + mean) >>> 3);
        }
        session.push(pushes);
    }

    /* What a frame publishes goes to the outboxes at once, which send when it is through. */
    @Override
    public boolean isPrompt() {
        return session.host().cork().isIn();
    }

    /* A message left the outbox. */
    private void left() {
        if (gone.incrementAndGet() >= worthwhile) {
            replenish();
        }
    }

    /* The engine gets as much as there is room for. */
    private void replenish() {
        Subscription to;
        int more;
        synchronized (this) {
            waiting -= gone.getAndSet(0);
            to = subscription;
            if (to == null || !live) {
                return;
            }
            int window = window();
            more = (int) Math.min(window - waiting, allowed);
            boolean enough = more * 2 >= window || more == allowed || waiting == 0;
            if (more <= 0 || !enough) {
                more = 0;
            }
            waiting += more;
            allowed -= allowed == UNLIMITED ? 0 : more;
            // At the latest when nothing waits any more, and now and then before.
            worthwhile = Math.max(1, Math.min(Math.min(waiting, LOOK_EVERY), waiting - window / 2));
        }
        if (more == 0) {
            return;
        }
        try {
            to.request(more);
        } catch (MpregException e) {
            LOG.log(Level.DEBUG, "subscription " + id + " takes no more credit", e);
        }
    }

    /* While much waits in the outbox on the whole, each subscription keeps to the least. */
    private int window() {
        long full = session.host().settings().outbox().maxBytes();
        int most = session.outbox().bytes() > full / 4 ? FEWEST : MOST;
        int fitting = session.host().settings().windowBytes() / size;
        return Math.max(FEWEST, Math.min(most, fitting));
    }

    boolean unsubscribe() {
        live = false;
        Subscription ending;
        synchronized (this) {
            ending = subscription;
        }
        return ending != null && ending.unsubscribe();
    }

    /** Ends it, whatever happens; always true. */
    boolean unsubscribeQuietly() {
        try {
            unsubscribe();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "subscription " + id + " did not end well", e);
        }
        return true;
    }

    /** Another subscription has taken its id; the engine has ended it. */
    void end() {
        live = false;
    }

    /** One message on its way, to one subscription or several. */
    private static final class Push implements Outgoing {

        private static final int ENVELOPE = 180;
        private static final int COMPACT = 40;
        private static final int MOST = 1000;

        private final Feed feed;
        private final UnifiedMessage message;
        private final boolean replayed;
        private int size;
        private @Nullable List<Feed> others;

        Push(Feed feed, UnifiedMessage message, boolean replayed) {
            this.feed = feed;
            this.message = message;
            this.replayed = replayed;
            int headers = message.headers().values().isEmpty() ? 0 : headers(message);
            this.size =
                    (feed.session.isBinary() ? COMPACT : ENVELOPE)
                            + feed.id.length()
                            + message.topic().value().length()
                            + Sizes.of(message.payload())
                            + headers;
        }

        private static int headers(UnifiedMessage message) {
            return Sizes.of(message.headers().values());
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
        public int size() {
            return size;
        }

        @Override
        public int join(Outgoing next) {
            if (!(next instanceof Push other)
                    || !feed.joined
                    || !other.feed.joined
                    || message.id() != other.message.id()
                    || replayed
                    || other.replayed) {
                return -1;
            }
            List<Feed> known = others;
            if (known == null) {
                known = new ArrayList<>();
                others = known;
            } else if (known.size() >= MOST) {
                return -1;
            }
            known.add(other.feed);
            int more = other.feed.id.length() + 1;
            size += more;
            return more;
        }

        @Override
        public long after() {
            return feed.joined ? feed.place : Long.MAX_VALUE;
        }

        @Override
        public void placed(long place) {
            feed.place = place;
        }

        @Override
        public boolean isWanted() {
            if (feed.live || others == null) {
                return feed.live;
            }
            return others.stream().anyMatch(other -> other.live);
        }

        @Override
        public void write(JsonWriter out) {
            out.begin()
                    .field("op", "message")
                    .field("subscription", feed.id)
                    .field("topic", message.topic().value())
                    .field("payload", Payloads.toFrame(message.payload()))
                    .field("headers", message.headers().values())
                    .field("messageId", message.id().toString())
                    .field("timestamp", feed.session.host().timestamps().text(letter().timestamp()))
                    .field("replayed", replayed)
                    .end();
        }

        @Override
        public void write(BinaryWriter out) {
            if (others == null) {
                PublishForm.message(out, feed.id, letter());
                return;
            }
            List<String> ids = new ArrayList<>(others.size() + 1);
            if (feed.live) {
                ids.add(feed.id);
            }
            for (Feed other : others) {
                if (other.live) {
                    ids.add(other.id);
                }
            }
            PublishForm.message(out, ids, letter());
        }

        @Override
        public void gone() {
            feed.left();
            if (others != null) {
                others.forEach(Feed::left);
            }
        }
    }
}
