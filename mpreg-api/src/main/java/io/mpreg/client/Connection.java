package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.spi.RefusedStage;
import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.Feature;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Requests and replies over one link at a time; when the link breaks the next one is opened, and
 * what was registered is put in place again.
 *
 * <p>A request that finds no link waits for one a bounded time. One that was under way when its
 * link broke fails: it may have been carried out.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Connection implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private static final String LOST = "the connection is lost";
    private final Connector connector;
    private final ClientSettings settings;
    private final ClientThreads threads;
    private final Pending pending;
    private final Backoff backoff;
    private final Kept kept = new Kept();
    private final StateNews news;
    private final Object lock = new Object();
    private volatile Pushes pushes = Pushes.NONE;
    private volatile ConnectionState state = ConnectionState.CONNECTING;
    private volatile NodeInfo node = Greeting.UNKNOWN;
    private volatile long epoch;
    private @Nullable Attempt current;

    /** The current one while it is for everyone. */
    private volatile @Nullable Attempt usable;

    private Runnable retry = () -> {};

    Connection(Connector connector, ClientSettings settings, ClientThreads threads) {
        this.connector = connector;
        this.settings = settings;
        this.threads = threads;
        this.news = new StateNews(threads.callbacks());
        this.pending = new Pending(settings.openRequests(), threads);
        this.backoff = new Backoff(settings.firstRetry(), settings.longestRetry());
    }

    /** Begins to connect. */
    void start(Pushes target) {
        pushes = target;
        connect();
    }

    ConnectionState state() {
        return state;
    }

    NodeInfo node() {
        return node;
    }

    Connector connector() {
        return connector;
    }

    ClientThreads threads() {
        return threads;
    }

    /** Whether the node at the other end of the present link knows something beyond the basics. */
    boolean knows(String feature) {
        Attempt attempt = usable;
        return attempt != null && attempt.terms.features().contains(feature);
    }

    /** Counts the links; what one link told means nothing on the next. */
    long epoch() {
        return epoch;
    }

    int open() {
        return pending.size();
    }

    void observe(Consumer<ConnectionState> observer) {
        news.observe(observer);
    }

    /** What is put in place again over links until it is forgotten. */
    Kept kept() {
        return kept;
    }

    /** Completes on the receiving thread; continuations of applications belong elsewhere. */
    CompletionStage<Fields> request(Request request) {
        return request(request, settings.timeout());
    }

    CompletionStage<Fields> request(Request request, Duration timeout) {
        Reply.Whole reply = new Reply.Whole(this::blocks);
        MpregException refusal = begin(request, timeout, reply);
        return refusal == null ? reply : new RefusedStage<>(refusal);
    }

    /**
     * Completes with what is made of the reply, on a thread for callbacks, or at once if the
     * request is refused.
     */
    <T> CompletionStage<T> ask(Request request, Function<Fields, T> made) {
        return ask(request, settings.timeout(), made);
    }

    /** The same with a time of its own. */
    <T> CompletionStage<T> ask(Request request, Duration timeout, Function<Fields, T> made) {
        return begun(
                request, timeout, new Reply.Made<>(this, reply -> made.apply(Reply.fields(reply))));
    }

    private <T> CompletionStage<T> begun(Request request, Duration timeout, Reply.Made<T> reply) {
        MpregException refusal = begin(request, timeout, reply);
        return refusal == null ? reply : new RefusedStage<>(refusal);
    }

    /**
     * Says something that has no reply, unless the link that it is for has gone.
     *
     * @param since which one that is, as {@link #epoch} counts them
     * @param alone whether more to send along with it is not to be expected
     * @throws MpregException if the link takes no more
     */
    void tell(long since, Request message, boolean alone) {
        Attempt attempt = usable;
        if (attempt != null && attempt.number == since) {
            attempt.tell(message, alone);
        }
    }

    /* What stands against it; null if the reply will come. */
    private @Nullable MpregException begin(Request request, Duration timeout, Reply reply) {
        if (state == ConnectionState.CLOSED) {
            return Failures.unavailable("the client to " + connector.target() + " is closed");
        }
        try {
            Attempt attempt = usable;
            if (attempt == null && isTooLate(request)) {
                return Failures.unavailable(LOST);
            }
            Pending.Entry entry = pending.add(request, timeout, reply, attempt);
            if (attempt != null) {
                attempt.sendClaimed(entry);
            } else {
                entry.park(settings.patience(), connector.target());
                recheck(entry);
            }
            return null;
        } catch (MpregException e) {
            return e;
        }
    }

    /** Runs a callback on a thread for callbacks, or on the receiving one if it is quick. */
    void run(Runnable action, Quickness quickness) {
        Attempt attempt = usable;
        if (attempt != null) {
            attempt.shift.run(action, quickness);
        } else {
            threads.callbacks().execute(action);
        }
    }

    /** The calling thread is about to wait for a reply. */
    void blocks() {
        Attempt attempt = usable;
        if (attempt != null) {
            attempt.shift.blocks();
        }
    }

    /* Whether it is for a link that has gone, not for one that is not for everyone yet. */
    private boolean isTooLate(Request request) {
        synchronized (lock) {
            return current == null ? request.isBound() : !request.isFor(current.number);
        }
    }

    /** Gives the present link up, as if it had broken. */
    void giveUp() {
        Attempt attempt = usable;
        if (attempt != null) {
            attempt.end();
        }
    }

    /** A request on a link that is not for everyone yet, to put something in place again. */
    CompletionStage<Fields> first(Request request) {
        Attempt attempt;
        synchronized (lock) {
            attempt = current;
        }
        return attempt == null
                ? CompletableFuture.failedFuture(Failures.unavailable(LOST))
                : attempt.direct(request);
    }

    /** A link may have come, or the client have gone, while the request was being parked. */
    private void recheck(Pending.Entry entry) {
        Attempt attempt = usable;
        if (attempt != null) {
            attempt.sendOnce(entry);
        } else if (state == ConnectionState.CLOSED) {
            entry.fail(Failures.unavailable("the client is closed"));
        }
    }

    private void connect() {
        Attempt attempt;
        synchronized (lock) {
            if (state == ConnectionState.CLOSED) {
                return;
            }
            attempt = new Attempt(++epoch);
            current = attempt;
        }
        CompletionStage<Link> opening;
        try {
            opening = connector.open(attempt);
        } catch (RuntimeException e) {
            attempt.closed(String.valueOf(e.getMessage()));
            return;
        }
        opening.whenComplete(
                (link, failure) -> {
                    if (failure != null) {
                        MpregException why = Failures.unwrapped(failure);
                        attempt.closed(why.getMessage());
                        refused(why);
                    } else {
                        attempt.opened(link);
                    }
                });
    }

    /** Whoever waits need not go on waiting for a node that does not let this client in. */
    private void refused(MpregException why) {
        if (why.code() == ErrorCode.NOT_AUTHENTICATED
                || why.code() == ErrorCode.BAD_CONFIGURATION) {
            pending.all().forEach(entry -> entry.fail(why));
        }
    }

    @Override
    public void close() {
        Attempt last;
        synchronized (lock) {
            if (state == ConnectionState.CLOSED) {
                return;
            }
            state = ConnectionState.CLOSED;
            news.changed(ConnectionState.CLOSED);
            last = current;
            current = null;
            usable = null;
            retry.run();
        }
        if (last != null) {
            last.end();
        }
        pending.all().forEach(entry -> entry.fail(Failures.unavailable("the client is closed")));
    }

    /** One link, from the first try to open it. */
    private final class Attempt implements Link.Inbound {

        private final long number;
        private volatile @Nullable Link link;
        private volatile boolean over;
        private final Shift shift = new Shift(threads);
        private final Arrivals arrivals =
                new Arrivals(pending, pushes, shift, connector.target(), () -> !over);
        private final Heartbeat heartbeat =
                new Heartbeat(
                        threads,
                        settings.missedBeats(),
                        connector.target(),
                        () -> direct(Request.op("ping")),
                        this::end);

        /** The node and its clients look after each other at the same pace. */
        private volatile Duration pace = settings.heartbeat();

        private volatile Terms terms = Terms.NONE;

        Attempt(long number) {
            this.number = number;
        }

        void opened(Link made) {
            link = made;
            if (over) {
                made.close();
                return;
            }
            Request hello =
                    Request.op("hello")
                            .with("client", settings.application())
                            .with("packFrom", settings.packFrom())
                            .unlessEmpty("features", made.isBinary() ? Feature.ALL : List.of());
            direct(hello)
                    .thenAccept(this::greeted)
                    .thenCompose(ignored -> kept.restoreAll(connector.target()))
                    .whenComplete(
                            (done, failure) -> {
                                if (failure == null) {
                                    ready(made);
                                } else {
                                    LOG.log(
                                            System.Logger.Level.DEBUG,
                                            "the greeting failed",
                                            failure);
                                    end();
                                }
                            });
        }

        private void greeted(Fields reply) {
            Greeting greeting = Greeting.of(reply, pace, settings.packFrom());
            node = greeting.node();
            pace = greeting.heartbeat();
            terms = greeting.terms();
        }

        private void ready(Link made) {
            synchronized (lock) {
                if (current != this || over) {
                    made.close();
                    return;
                }
                state = ConnectionState.CONNECTED;
                // Within the lock, so that what is told keeps the order in which it happened.
                news.changed(ConnectionState.CONNECTED);
                usable = this;
                backoff.reset();
            }
            heartbeat.start(pace);
            for (Pending.Entry entry : pending.all()) {
                sendOnce(entry);
            }
        }

        /** A request of the connection itself, before others may use the link. */
        private CompletionStage<Fields> direct(Request request) {
            Reply.Whole reply = new Reply.Whole(Connection.this::blocks);
            sendOnce(pending.addAlways(request, settings.timeout(), reply));
            return reply;
        }

        void sendOnce(Pending.Entry entry) {
            if (entry.claim()) {
                sendClaimed(entry);
            }
        }

        void sendClaimed(Pending.Entry entry) {
            if (entry.isFor(number)) {
                send(entry);
            } else {
                entry.fail(Failures.unavailable(LOST));
            }
        }

        void send(Pending.Entry entry) {
            Link way = link;
            if (way == null || over) {
                entry.fail(Failures.unavailable(LOST));
                return;
            }
            entry.sending(this);
            try {
                entry.sendOver(way, terms);
            } catch (MpregException e) {
                entry.fail(e);
            }
            if (over) {
                entry.fail(Failures.unavailable(LOST));
            }
        }

        void tell(Request message, boolean alone) {
            Link way = link;
            if (way != null && !over) {
                message.limitTo(terms);
                way.send(message, 0, alone);
            }
        }

        @Override
        public void reads(BooleanSupplier other) {
            shift.begin(other);
        }

        @Override
        public boolean hasRead() {
            return shift.work();
        }

        @Override
        public void frame(byte[] utf8) {
            heartbeat.heard();
            arrivals.frame(utf8);
        }

        @Override
        public void binary(byte[] array, int from, int to) {
            heartbeat.heard();
            arrivals.binary(array, from, to);
        }

        void end() {
            Link way = link;
            if (way != null) {
                way.close();
            }
            closed("closed by the client");
        }

        @Override
        public void closed(String reason) {
            boolean wasOpen;
            synchronized (lock) {
                if (over) {
                    return;
                }
                over = true;
                heartbeat.stop();
                wasOpen = state == ConnectionState.CONNECTED && current == this;
                if (wasOpen) {
                    news.changed(ConnectionState.CONNECTING);
                }
                if (state != ConnectionState.CLOSED && current == this) {
                    state = ConnectionState.CONNECTING;
                    current = null;
                    usable = null;
                    Duration wait = backoff.next();
                    retry = threads.after(wait, Connection.this::connect);
                }
            }
            for (Pending.Entry entry : pending.all()) {
                if (entry.isCarriedBy(this)) {
                    entry.fail(
                            Failures.unavailable(
                                    "the connection to "
                                            + connector.target()
                                            + " was lost: "
                                            + reason));
                }
            }
            if (wasOpen) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "connection {0} to {1} is lost: {2}",
                        number,
                        connector.target(),
                        reason);
            }
        }
    }
}
