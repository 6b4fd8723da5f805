package io.mpreg.client;

import io.mpreg.api.Message;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.topic.GroupChoice;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.wire.Fields;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A subscription over a connection. The node may be ahead of the listener by a window of messages;
 * what is beyond waits at the node, under the subscription's policy.
 *
 * <p>After a reconnection a subscription that asked for the past goes on after the last message
 * that it saw.
 */
final class LiveSubscription<T> implements Subscription, Restorable {

    private static final System.Logger LOG = System.getLogger(LiveSubscription.class.getName());

    private static final int CAPACITY = 65_536;

    /** How many messages are accounted for together. */
    private static final int TOGETHER = 16;

    private final String id;
    private final SubscriptionSpec spec;
    private final TopicListener<T> listener;
    private final Connection connection;
    private final RemoteTopics topics;
    private final int window;
    private final Mailbox mailbox;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicInteger waiting = new AtomicInteger();
    private final Pace pace;
    private final AtomicInteger granted;
    private final AtomicLong dropped = new AtomicLong();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile int replayed;
    private volatile String tag = "";
    private final Object asking = new Object();

    /** The reply to the first request; guarded by asking. */
    private @Nullable CompletableFuture<Fields> asked;

    /** The one whose place it takes if the node agrees. */
    private volatile @Nullable LiveSubscription<?> former;

    private final AtomicReference<@Nullable Ulid> last = new AtomicReference<>();

    LiveSubscription(
            String id,
            SubscriptionSpec spec,
            TopicListener<T> listener,
            Connection connection,
            int window,
            RemoteTopics topics) {
        this.id = id;
        this.spec = spec;
        this.listener = listener;
        this.connection = connection;
        this.window = window;
        this.topics = topics;
        this.granted = new AtomicInteger(spec.credit().orElse(window));
        this.pace = new Pace(window);
        Quickness quickness = new Quickness();
        this.mailbox = new Mailbox(action -> connection.run(action, quickness), CAPACITY);
    }

    CompletionStage<?> begin() {
        CompletionStage<Fields> reply;
        synchronized (asking) {
            reply = connection.request(request());
            asked = reply.toCompletableFuture();
        }
        return reply.thenAccept(fields -> replayed = fields.integer("replayed"));
    }

    /** Who takes what comes under its id: the former one until the node has agreed. */
    LiveSubscription<?> taker() {
        LiveSubscription<?> before = former;
        return before == null || isPlaced() ? this : before.taker();
    }

    private boolean isPlaced() {
        synchronized (asking) {
            CompletableFuture<Fields> reply = asked;
            return reply != null && reply.isDone() && !reply.isCompletedExceptionally();
        }
    }

    @Override
    public CompletionStage<?> restore() {
        pace.restart();
        if (spec.credit().isEmpty()) {
            granted.set(window);
        }
        return connection.first(request());
    }

    private Request request() {
        tag = topics.nextTag();
        Request request =
                Request.op("subscribe")
                        .with("subscription", id)
                        .with("tag", tag)
                        .with("patterns", spec.patterns())
                        .with("group", spec.group())
                        .unlessEmpty("filter", spec.filter())
                        .with("durable", spec.durable())
                        .with("onSlow", spec.onSlow().name())
                        .with("keyHeader", spec.keyHeader())
                        .with("joined", true)
                        .with("credit", Math.max(0, granted.get()));
        if (spec.persistent()) {
            request.with("persistent", true);
        }
        if (spec.choice() != GroupChoice.ROUND_ROBIN) {
            request.with("choice", spec.choice().name());
        }
        Ulid seen = last.get();
        boolean wantsPast = spec.since().isPresent() || !spec.backlog().isZero();
        if (seen != null && wantsPast) {
            return request.with("sinceMessageId", seen.toString());
        }
        if (!spec.backlog().isZero()) {
            request.with("backlogSeconds", spec.backlog().toMillis() / 1000.0);
        }
        return request.with("sinceMessageId", spec.since());
    }

    /** Takes pushes; the window bounds how many wait. */
    void messages(List<Message<Payload>> pushed) {
        int room = Math.max(0, CAPACITY - waiting.get());
        int count = Math.min(room, pushed.size());
        if (count > 0) {
            waiting.addAndGet(count);
            List<Message<Payload>> taken =
                    count == pushed.size() ? pushed : pushed.subList(0, count);
            if (!mailbox.offer(() -> deliver(taken))) {
                waiting.addAndGet(-count);
                count = 0;
            }
        }
        if (count < pushed.size() && open.get() && dropped.getAndAdd(pushed.size() - count) == 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} drops messages: more than {1} wait for its listener",
                    name(),
                    CAPACITY);
        }
    }

    private void deliver(List<Message<Payload>> pushed) {
        int count = pushed.size();
        // What the application allows is kept to exactly, also if the connection breaks meanwhile.
        int step = spec.credit().isPresent() ? 1 : TOGETHER;
        for (int from = 0; from < count; from += step) {
            int to = Math.min(count, from + step);
            waiting.addAndGet(from - to);
            long bytes = 0;
            for (int i = from; i < to && open.get(); i++) {
                Message<Payload> message = pushed.get(i);
                deliver(message);
                bytes += message.payload().size();
            }
            if (open.get()) {
                replenish(to - from, bytes);
            }
        }
    }

    private void deliver(Message<Payload> message) {
        last.setRelease(message.id());
        try {
            listener.accept(message);
        } catch (Exception | AssertionError | LinkageError | StackOverflowError e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the listener of subscription '" + id + "' failed on " + message.topic(),
                    e);
        }
    }

    private void replenish(int messages, long bytes) {
        if (spec.credit().isPresent()) {
            granted.addAndGet(-messages);
            return;
        }
        int more = pace.taken(messages, bytes);
        if (more > 0) {
            grant(more);
        }
    }

    private void grant(int messages) {
        connection
                .request(Request.op("credit").with("subscription", id).with("n", messages))
                .exceptionally(
                        failure -> {
                            LOG.log(
                                    System.Logger.Level.DEBUG,
                                    "credit of subscription {0} was not taken: {1}",
                                    id,
                                    failure.toString());
                            return null;
                        });
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return "subscription '" + id + "' to " + spec.patterns();
    }

    @Override
    public int replayed() {
        return replayed;
    }

    @Override
    public void request(int messages) {
        if (messages < 1) {
            throw MpregRequestException.field("messages", "must be at least 1, was " + messages);
        }
        if (spec.credit().isPresent()) {
            granted.addAndGet(messages);
            grant(messages);
        }
    }

    void follows(@Nullable LiveSubscription<?> other) {
        former = other;
    }

    @Nullable LiveSubscription<?> former() {
        return former;
    }

    boolean isOpen() {
        return open.get();
    }

    /** Whether that is how the node knows it over the present link. */
    boolean isTagged(String name) {
        return tag.equals(name);
    }

    /** It was replaced, or its client closed. */
    void leave() {
        if (quit()) {
            ended.complete(null);
        }
    }

    /** The node has ended it; what came before is delivered first. */
    void endedBy(MpregException why) {
        // At once: the next connection must not put it in place again.
        topics.forget(this);
        if (mailbox.offer(() -> fail(why))) {
            return;
        }
        try {
            connection.threads().callbacks().execute(() -> fail(why));
        } catch (RejectedExecutionException e) {
            fail(why);
        }
    }

    private void fail(MpregException why) {
        if (quit()) {
            LOG.log(System.Logger.Level.WARNING, "the node has ended {0}: {1}", name(), why);
            ended.completeExceptionally(why);
        }
    }

    private boolean quit() {
        if (!open.compareAndSet(true, false)) {
            return false;
        }
        mailbox.close();
        topics.forget(this);
        return true;
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended;
    }

    @Override
    public boolean unsubscribe() {
        if (!quit()) {
            return false;
        }
        ended.complete(null);
        // Without an answer the connection is gone, and the subscription with it.
        return Farewell.say(connection, Request.op("unsubscribe").with("subscription", id))
                .map(reply -> reply.flag("removed"))
                .orElse(true);
    }
}
