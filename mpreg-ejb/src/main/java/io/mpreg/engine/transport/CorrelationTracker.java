package io.mpreg.engine.transport;

import io.mpreg.engine.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of other sides and how it ended: the open ones, and a ring of the last that ended.
 * What is never answered expires and counts as a failure.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, without a lock.
 *
 * @param <K> what tells one from another
 */
public final class CorrelationTracker<K> {

    /** How something ended. */
    public enum Outcome {
        /** It was answered. */
        ANSWERED,
        /** It was answered with an error. */
        FAILED,
        /** The caller gave up before an answer came. */
        CANCELLED,
        /** The connection was lost before an answer came. */
        LOST,
        /** No answer came in its time. */
        EXPIRED
    }

    /**
     * Something that ended.
     *
     * @param id the correlation
     * @param latencyNanos how long it took
     * @param outcome how it ended
     * @param <K> what tells one from another
     */
    public record Ended<K>(K id, long latencyNanos, Outcome outcome) {}

    /** Something that is open. */
    private record Open<K>(long started, Consumer<Ended<K>> listener) {}

    private final Clock clock;
    private final long expiryNanos;
    private final Map<K, Open<K>> open = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<@Nullable Ended<K>> history;
    private final AtomicLong cursor = new AtomicLong();
    private final LongAdder[] counts = new LongAdder[Outcome.values().length];

    /**
     * @param remembered how many that ended are remembered
     * @param expiry after how long an open one counts as expired
     */
    public CorrelationTracker(Clock clock, int remembered, Duration expiry) {
        this.clock = clock;
        this.expiryNanos = expiry.toNanos();
        this.history = new AtomicReferenceArray<>(remembered);
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** Something is asked; the listener learns how it ends. */
    public void started(K id, Consumer<Ended<K>> listener) {
        open.put(id, new Open<>(clock.nanos(), listener));
    }

    /** It has ended; what is not open is ignored. */
    public void ended(K id, Outcome outcome) {
        Open<K> known = open.remove(id);
        if (known != null) {
            note(id, known, outcome);
        }
    }

    /** Expires what is open for too long; called from time to time. */
    public void sweep() {
        long now = clock.nanos();
        open.forEach(
                (id, known) -> {
                    if (now - known.started() >= expiryNanos && open.remove(id, known)) {
                        note(id, known, Outcome.EXPIRED);
                    }
                });
    }

    private void note(K id, Open<K> known, Outcome outcome) {
        Ended<K> ended = new Ended<>(id, clock.nanos() - known.started(), outcome);
        counts[outcome.ordinal()].increment();
        int place = (int) Math.floorMod(cursor.getAndIncrement(), (long) history.length());
        history.set(place, ended);
        known.listener().accept(ended);
    }

    /** How many are open. */
    public int open() {
        return open.size();
    }

    /** How many ended so. */
    public long count(Outcome outcome) {
        return counts[outcome.ordinal()].sum();
    }

    /** The last that ended, the oldest first. */
    public List<Ended<K>> history() {
        List<Ended<K>> all = new ArrayList<>();
        long end = cursor.get();
        for (long i = Math.max(0, end - history.length()); i < end; i++) {
            Ended<K> ended = history.get((int) (i % history.length()));
            if (ended != null) {
                all.add(ended);
            }
        }
        return all;
    }
}
