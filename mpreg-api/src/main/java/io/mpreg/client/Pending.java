package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.wire.Fields;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The requests that wait for their replies.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Pending {

    /** How late the end of a long time may be noticed. */
    private static final Duration SWEEP = Duration.ofMillis(500);

    /** From which time on a little more does not matter. */
    private static final Duration LONG = Duration.ofSeconds(5);

    private final int limit;
    private final ClientThreads threads;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicBoolean watching = new AtomicBoolean();

    Pending(int limit, ClientThreads threads) {
        this.limit = limit;
        this.threads = threads;
    }

    /** A request; its frame is not under way yet. */
    Entry add(Request request, Duration timeout) {
        if (entries.size() >= limit) {
            throw MpregLimitException.of("too many open requests of this client", limit);
        }
        return addAlways(request, timeout);
    }

    /** A request of the connection itself, for which the limit does not count. */
    Entry addAlways(Request request, Duration timeout) {
        String id = Long.toString(ids.incrementAndGet(), Character.MAX_RADIX);
        Entry entry = new Entry(id, request, timeout);
        entries.put(id, entry);
        return entry;
    }

    Optional<Entry> take(String id) {
        return Optional.ofNullable(entries.remove(id));
    }

    /** All that wait, those that were made first in front. */
    List<Entry> all() {
        return entries.values().stream().sorted(Comparator.comparingLong(Entry::order)).toList();
    }

    int size() {
        return entries.size();
    }

    /* A timer for each request would cost more than the request. */
    private void watch() {
        if (watching.compareAndSet(false, true)) {
            threads.after(SWEEP, this::sweep);
        }
    }

    private void sweep() {
        long now = threads.millis();
        entries.values().forEach(entry -> entry.expire(now));
        watching.set(false);
        if (!entries.isEmpty()) {
            watch();
        }
    }

    /** One request. */
    final class Entry {

        private final String id;
        private final String op;
        private final Request request;
        private final Duration timeout;
        private final CompletableFuture<Fields> reply = new CompletableFuture<>();
        private final AtomicReference<Runnable> alarm = new AtomicReference<>(() -> {});
        private final AtomicBoolean sent = new AtomicBoolean();
        private volatile long due = Long.MAX_VALUE;

        private Entry(String id, Request request, Duration timeout) {
            this.id = id;
            this.op = request.op();
            this.request = request;
            this.timeout = timeout;
        }

        private long order() {
            return Long.parseLong(id, Character.MAX_RADIX);
        }

        /** The message to send, of the one who claimed it. */
        byte[] frame(boolean binary) {
            return binary ? request.toBinary(id) : request.toFrame(id);
        }

        /** True for the one who may send it. */
        boolean claim() {
            return sent.compareAndSet(false, true);
        }

        CompletableFuture<Fields> reply() {
            return reply;
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
        void sending() {
            if (timeout.compareTo(LONG) < 0) {
                arm(timeout, this::late);
                return;
            }
            settle();
            due = threads.millis() + timeout.toMillis();
            watch();
        }

        private MpregException late() {
            return MpregException.of(
                    ErrorCode.TIMED_OUT,
                    "no reply to '" + op + "' within " + timeout,
                    Map.of("op", op, "timeoutMs", timeout.toMillis()));
        }

        private void expire(long now) {
            if (now >= due) {
                fail(late());
            }
        }

        /** Whether what follows on the reply belongs on a thread for callbacks. */
        boolean isShown() {
            return request.isShown();
        }

        void answer(Fields frame) {
            settle();
            if (frame.text("op").equals("error")) {
                reply.completeExceptionally(Failures.of(frame));
            } else {
                reply.complete(frame);
            }
        }

        void fail(MpregException failure) {
            if (entries.remove(id) != null) {
                settle();
                reply.completeExceptionally(failure);
            }
        }

        private void settle() {
            alarm.getAndSet(() -> {}).run();
        }

        private void arm(Duration time, Supplier<MpregException> failure) {
            Runnable cancel = threads.after(time, () -> fail(failure.get()));
            alarm.getAndSet(cancel).run();
            if (reply.isDone()) {
                settle();
            }
        }
    }
}
