package io.mpreg.engine.monitor;

import io.mpreg.engine.time.Clock;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The last events, bounded in number and in bytes.
 *
 * <p>A slot has a stamp: 0 while it is empty, twice the event's number plus 2 while it holds one,
 * and an odd number while somebody writes to it. Writers take slots by their stamps, so that they
 * need not look at what was there; readers look at the stamp before and after.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; lock-free.
 */
final class EventRing {

    /** What an event takes beside its texts: the objects, headers and references. */
    private static final int BASE_BYTES = 160;

    /** What an event takes that is one of many, with an id of usual length. */
    private static final int MEMBER_BYTES = 128;

    /** How many runs fit at least into a ring that takes them. */
    private static final int FEWEST_RUNS = 16;

    /** How many events pass between two looks at the bytes, unless one is large. */
    private static final int CHECK_EVERY = 64;

    private static final int LATELY = 16;

    private static final int LARGE = 16 << 10;

    private static final VarHandle STAMP = MethodHandles.arrayElementVarHandle(long[].class);

    private final Clock clock;
    private final int capacity;
    private final long[] stamps;
    private final long[] millis;
    private final int[] sizes;
    private final @Nullable Remembered[] events;
    private final long maxBytes;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong oldest = new AtomicLong();
    private final LongAdder bytes = new LongAdder();

    /**
     * The sizes of details that were seen of late, each at a place of its own; any thread's,
     * immutable, and so without order.
     */
    private final @Nullable Sized[] lately = new Sized[LATELY];

    EventRing(int capacity, long maxBytes, Clock clock) {
        this.capacity = capacity;
        this.stamps = new long[capacity];
        this.millis = new long[capacity];
        this.sizes = new int[capacity];
        this.events = new Remembered[capacity];
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    void add(Event event) {
        put(reserve(1), event, clock.millis());
    }

    /** Takes places for events; returns the first one. A place that stays empty does no harm. */
    long reserve(int count) {
        return next.getAndAdd(count);
    }

    /** Puts an event of that time at a reserved place. */
    void put(long place, Event event, long now) {
        int size = size(event);
        put(place, 1, now, size, event, 0);
        if (place % CHECK_EVERY == 0 || size > LARGE) {
            shrink();
        }
    }

    /** Whether the ring is large enough for runs of so many events. */
    boolean takesRunsOf(int count) {
        return count * FEWEST_RUNS <= capacity
                && (long) count * MEMBER_BYTES * FEWEST_RUNS <= maxBytes;
    }

    /**
     * Puts a run at the first of the places that were reserved for its events, as many as it may
     * have.
     */
    void put(long place, EventRun run, long now) {
        int count = run.capacity();
        int size = BASE_BYTES + count * MEMBER_BYTES;
        if (!run.details().isEmpty()) {
            size += (int) Math.min(LARGE, size(run.details()));
        }
        // What was at the other places a round ago would outlive its time there.
        int gone = 0;
        int slot = slot(place);
        for (int i = 1; i < count; i++) {
            slot = slot + 1 < capacity ? slot + 1 : 0;
            gone += empty(slot, place + i);
        }
        put(place, count, now, size, run, -gone);
        if (place % CHECK_EVERY + count > CHECK_EVERY) {
            shrink();
        }
    }

    /** The events that pass the test, the oldest first. */
    List<Noted> select(Predicate<Event> test) {
        List<Noted> found = new ArrayList<>();
        for (int slot = 0; slot < capacity; slot++) {
            read(slot, test, found);
        }
        found.sort(Comparator.comparingLong(Noted::sequence));
        return found;
    }

    /** How many places for events were ever taken. */
    long total() {
        return next.get();
    }

    long bytes() {
        return bytes.sum();
    }

    /** How many places were taken from that one on. */
    long since(long place) {
        return next.get() - place;
    }

    private void read(int slot, Predicate<Event> test, List<Noted> found) {
        while (true) {
            long stamp = (long) STAMP.getAcquire(stamps, slot);
            if (stamp == 0 || isWriting(stamp)) {
                return;
            }
            Remembered what = events[slot];
            long at = millis[slot];
            int size = sizes[slot];
            VarHandle.acquireFence();
            if ((long) STAMP.getOpaque(stamps, slot) == stamp) {
                long sequence = stamp / 2 - 1;
                if (what instanceof EventRun run) {
                    read(run, sequence, size, test, found);
                } else if (what instanceof Event event && test.test(event)) {
                    found.add(new Noted(sequence, at, size, event));
                }
                return;
            }
        }
    }

    private static void read(
            EventRun run, long sequence, int bytes, Predicate<Event> test, List<Noted> found) {
        int count = run.size();
        for (int i = 0; i < count; i++) {
            Event event = run.event(i);
            if (test.test(event)) {
                found.add(new Noted(sequence + i, run.millis(i), bytes / run.capacity(), event));
            }
        }
    }

    private void put(long number, int count, long now, int size, Remembered what, int freed) {
        long sequence = number;
        while (true) {
            int slot = slot(sequence);
            long mine = 2 * sequence + 2;
            long before = (long) STAMP.getAcquire(stamps, slot);
            if (before > mine) {
                // A whole round overtook this writer: what it has is out of date.
                bytes.add(freed);
                return;
            }
            if (isWriting(before)) {
                // This writer is a whole round ahead of another one: it goes to the next slot.
                sequence = next.getAndAdd(count);
                continue;
            }
            if (STAMP.compareAndSet(stamps, slot, before, mine + 1)) {
                int change = freed + size - (before == 0 ? 0 : sizes[slot]);
                events[slot] = what;
                millis[slot] = now;
                sizes[slot] = size;
                STAMP.setRelease(stamps, slot, mine);
                if (change != 0) {
                    bytes.add(change);
                }
                return;
            }
        }
    }

    private void shrink() {
        long excess = bytes.sum() - maxBytes;
        while (excess > 0) {
            long end = next.get();
            long sequence = oldest.get();
            if (sequence >= end) {
                return;
            }
            long from = Math.max(sequence, end - capacity);
            if (oldest.compareAndSet(sequence, from + 1)) {
                excess -= clear(from);
            }
        }
    }

    private int clear(long sequence) {
        int size = empty(slot(sequence), sequence);
        bytes.add(-size);
        return size;
    }

    /* Returns how many bytes are free then, which are still to be counted. */
    private int empty(int slot, long sequence) {
        long stamp = (long) STAMP.getAcquire(stamps, slot);
        if (stamp == 0
                || isWriting(stamp)
                || stamp > 2 * sequence + 2
                || !STAMP.compareAndSet(stamps, slot, stamp, stamp + 1)) {
            return 0;
        }
        int size = sizes[slot];
        events[slot] = null;
        STAMP.setRelease(stamps, slot, 0L);
        return size;
    }

    private int slot(long sequence) {
        return (int) (sequence % capacity);
    }

    private static boolean isWriting(long stamp) {
        return (stamp & 1) != 0;
    }

    private int size(Event event) {
        long size = BASE_BYTES + length(event.trackingId()) + length(event.correlationId());
        Map<String, String> details = event.details();
        if (!details.isEmpty()) {
            size += size(details);
        }
        return (int) Math.min(Integer.MAX_VALUE, size);
    }

    /* Those who note very often have the same details each time. */
    private long size(Map<String, String> details) {
        int place = System.identityHashCode(details) & LATELY - 1;
        Sized last = lately[place];
        if (last != null && last.details == details) {
            return last.bytes;
        }
        long size = 0;
        for (Map.Entry<String, String> detail : details.entrySet()) {
            size += 64 + detail.getKey().length() + 2L * detail.getValue().length();
        }
        lately[place] = new Sized(details, size);
        return size;
    }

    private static int length(Object id) {
        return id instanceof String text ? text.length() : 0;
    }

    private record Sized(Map<String, String> details, long bytes) {}
}
