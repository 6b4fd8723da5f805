package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.wire.Fields;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for their replies.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Pending {

    private static final AtomicIntegerFieldUpdater<Entry> CLAIMED =
            AtomicIntegerFieldUpdater.newUpdater(Entry.class, "claimed");

    private static final AtomicReferenceFieldUpdater<Entry, @Nullable Object> CARRIER =
            AtomicReferenceFieldUpdater.newUpdater(Entry.class, Object.class, "carrier");

    private static final AtomicLongFieldUpdater<Entry> DUE =
            AtomicLongFieldUpdater.newUpdater(Entry.class, "due");

    /** How late the end of a long time may be noticed. */
    private static final Duration SWEEP = Duration.ofMillis(250);

    /** As how long the time between two looks counts at most. */
    private static final long GAP_MS = 2 * SWEEP.toMillis();

    /** From which time on a little more does not matter. */
    private static final Duration LONG = Duration.ofSeconds(5);

    /** When some of those that are open have probably ended. */
    private static final long RETRY_AFTER_MS = 10;

    private static final long NEVER = Long.MAX_VALUE;

    /** So many requests under way are no stream of them. */
    private static final int FEW = 4;

    private final int limit;
    private final ClientThreads threads;
    private final Slots<Entry> entries = new Slots<>(Entry::order);
    private final AtomicLong ids = new AtomicLong();
    private final AtomicBoolean watching = new AtomicBoolean();

    /**
     * The milliseconds that requests were watched, by which their times are reckoned: to ask the
     * clock for each costs more. Where the one who watches is held up, they stand still, so that
     * nobody is late for that.
     */
    private volatile long watched;

    /** When somebody looked, by the clock; of the one who watches. */
    private long looked;

    Pending(int limit, ClientThreads threads) {
        this.limit = limit;
        this.threads = threads;
    }

    /** A request that nobody sends yet. */
    Entry add(Request request, Duration timeout, Reply reply) {
        return add(request, timeout, reply, null);
    }

    /**
     * A request.
     *
     * @param by what sends it at once, claimed for that one; null if nobody does yet
     */
    Entry add(Request request, Duration timeout, Reply reply, @Nullable Object by) {
        if (entries.size() >= limit) {
            throw MpregLimitException.refusal(
                    "too many open requests of this client", limit, RETRY_AFTER_MS);
        }
        return put(request, timeout, reply, by);
    }

    /** A request of the connection itself, for which the limit does not count. */
    Entry addAlways(Request request, Duration timeout, Reply reply) {
        return put(request, timeout, reply, null);
    }

    private Entry put(Request request, Duration timeout, Reply reply, @Nullable Object by) {
        Entry entry = new Entry(ids.incrementAndGet(), request, timeout, reply, by);
        entries.put(entry);
        if (entry.quiet) {
            // Nobody may have seen it in time to go on watching.
            watch();
        }
        return entry;
    }

    @Nullable Entry take(String id) {
        try {
            return take(Long.parseLong(id, Character.MAX_RADIX));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Nullable Entry take(long id) {
        return entries.take(id);
    }

    /** The same for one of several, for who says {@link #took} when all are taken out. */
    @Nullable Entry takeOneOfMany(long id) {
        return entries.takeOneOfMany(id);
    }

    /** So many were taken out. */
    void took(int many) {
        entries.took(many);
    }

    /** All that wait, those that were made first in front. */
    List<Entry> all() {
        List<Entry> all = entries.all();
        all.sort(Comparator.comparingLong(Entry::order));
        return all;
    }

    int size() {
        return entries.size();
    }

    /* A timer for each request would cost more than the request. */
    private void watch() {
        if (!watching.get() && watching.compareAndSet(false, true)) {
            threads.after(SWEEP, this::sweep);
        }
    }

    /* When a request ends that is sent now, or a little later. */
    private long end(Duration timeout) {
        watch();
        // A part of the next gap may have passed already.
        return watched + GAP_MS + timeout.toMillis();
    }

    private void sweep() {
        long now = threads.millis();
        long time = watched + Math.min(now - looked, GAP_MS);
        looked = now;
        watched = time;
        entries.all().forEach(entry -> entry.expire(time));
        watching.set(false);
        if (entries.size() > 0) {
            watch();
        }
    }

    /** One request. */
    final class Entry {

        private final long id;
        private final Request request;
        private final Duration timeout;
        private final Reply reply;
        private volatile int claimed;
        private volatile @Nullable Object carrier;
        private volatile @Nullable Runnable alarm;
        private volatile boolean over;
        private volatile long due;

        /** Whether it never has an alarm. */
        private final boolean quiet;

        private Entry(
                long id, Request request, Duration timeout, Reply reply, @Nullable Object by) {
            this.id = id;
            this.request = request;
            this.timeout = timeout;
            this.reply = reply;
            this.quiet = by != null && isLong();
            // Others see it when it is put among the rest, which orders these.
            CLAIMED.lazySet(this, by == null ? 0 : 1);
            CARRIER.lazySet(this, by);
            DUE.lazySet(this, quiet ? end(timeout) : NEVER);
        }

        private boolean isLong() {
            return timeout.compareTo(LONG) >= 0;
        }

        /** Its id; those that were made later have greater ones. */
        long order() {
            return id;
        }

        /** Sends it; for the one who claimed it. */
        void sendOver(Link link, Terms terms) {
            request.limitTo(terms);
            link.send(request, id, entries.size() <= FEW);
        }

        /** True for the one who may send it. */
        boolean claim() {
            return CLAIMED.compareAndSet(this, 0, 1);
        }

        /** Whether it may be sent over the link of that number. */
        boolean isFor(long number) {
            return request.isFor(number);
        }

        /** Whether it was sent by that one. */
        boolean isCarriedBy(Object sender) {
            return carrier == sender;
        }

        /** Fails unless it is sent in time. */
        void park(Duration wait, String target) {
            arm(
                    wait,
                    () ->
                            Failures.unavailable(
                                    "no connection to "
                                            + target
                                            + " within "
                                            + wait
                                            + "; is the node running?"));
        }

        /** Fails unless the reply comes in time. */
        void sending(Object by) {
            if (quiet) {
                return;
            }
            carrier = by;
            if (isLong()) {
                disarm();
                due = end(timeout);
            } else {
                arm(timeout, this::late);
            }
        }

        private MpregException late() {
            return MpregException.of(
                    ErrorCode.TIMED_OUT,
                    "no reply to '" + request.op() + "' within " + timeout,
                    Map.of("op", request.op(), "timeoutMs", timeout.toMillis()));
        }

        private void expire(long time) {
            if (time >= due) {
                fail(late());
            }
        }

        /**
         * A reply came, as {@link Reply#arrived} takes it; for the one who took it out.
         *
         * @return who is to be shown it on a thread for callbacks; null if nobody
         */
        @Nullable Reply arrived(Object what) {
            settle();
            return reply.arrived(what) ? null : reply;
        }

        /** An object came; likewise. */
        @Nullable Reply answered(Fields frame) {
            if (!frame.text("op").equals("error")) {
                return arrived(frame);
            }
            MpregException failure = Failures.of(frame);
            request.refused(failure);
            return arrived(failure);
        }

        void fail(MpregException failure) {
            if (entries.take(id) != null) {
                settle();
                reply.failed(failure);
            }
        }

        private void settle() {
            if (!quiet) {
                over = true;
                disarm();
            }
        }

        private void disarm() {
            if (alarm != null) {
                replaceAlarm(null);
            }
        }

        private void arm(Duration time, Supplier<MpregException> failure) {
            replaceAlarm(threads.after(time, () -> fail(failure.get())));
            if (over) {
                disarm();
            }
        }

        private void replaceAlarm(@Nullable Runnable next) {
            Runnable before;
            synchronized (this) {
                before = alarm;
                alarm = next;
            }
            if (before != null) {
                before.run();
            }
        }
    }
}
