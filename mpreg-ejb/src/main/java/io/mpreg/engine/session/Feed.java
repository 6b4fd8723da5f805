package io.mpreg.engine.session;

import io.mpreg.api.MpregException;
import io.mpreg.api.topic.Subscription;
import io.mpreg.engine.pubsub.Batch;
import io.mpreg.engine.pubsub.BatchedListener;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.engine.transport.PushSeries;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalInt;
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
    private static final int FEWEST = 8;
    private static final int MOST = 1024;

    /** Into how many messages the window is divided before their size is known. */
    private static final int GUESS = 128;

    private final Session session;
    private final String id;
    private final String tag;
    private final boolean joined;
    private final Allowance allowance;
    private volatile boolean live = true;

    /** About how many bytes a message has; set by the one who delivers. */
    private volatile int size;

    /** Where its last message stands in the outbox; guarded by that one's lock. */
    private long place = -1;

    // Guarded by this.
    private @Nullable Subscription subscription;
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
        this.allowance = new Allowance(credit);
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
        session.send(new Ended(this, why), false);
    }

    /** The client allows more messages. */
    void allow(int messages) {
        allowance.add(messages);
        replenish();
    }

    @Override
    public void onMessages(Batch batch) {
        long bytes = 0;
        for (int i = 0; i < batch.count(); i++) {
            bytes += Push.size(session, id, batch.get(i));
        }
        int mean = (int) (bytes / batch.count());
        size = Math.max(1, (size * 7 + mean) >>> 3);
        session.push(new Pushes(this, batch));
    }

    /* What a frame publishes goes to the outboxes at once, which send when it is through. */
    @Override
    public boolean isPrompt() {
        return session.host().cork().isIn();
    }

    /** Whether its messages may go together with those of others. */
    boolean isJoined() {
        return joined;
    }

    /** So many messages left the outbox. */
    void left(int messages) {
        if (allowance.left(messages)) {
            replenish();
        }
    }

    /* The engine gets as much as there is room for. */
    private void replenish() {
        Subscription to;
        synchronized (this) {
            to = subscription;
        }
        while (to != null && live) {
            int more = allowance.more(this::window);
            if (more > 0) {
                request(to, more);
            }
            if (!allowance.isDue()) {
                return;
            }
        }
    }

    private void request(Subscription to, int more) {
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

    /** What came in one go, on its way to the outbox. */
    private record Pushes(Feed feed, Batch batch) implements PushSeries {

        @Override
        public int count() {
            return batch.count();
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
        public int join(int index, Outgoing waiting) {
            return waiting instanceof Push push && !batch.isReplayed(index)
                    ? push.join(batch.get(index), feed)
                    : -1;
        }

        @Override
        public Outgoing push(int index, @Nullable Outgoing before) {
            Audience known = before instanceof Push push ? push.audience() : null;
            Audience audience = known != null && known.begins(feed) ? known : new Audience(feed);
            return new Push(feed.session, audience, batch.get(index), batch.isReplayed(index));
        }
    }
}
