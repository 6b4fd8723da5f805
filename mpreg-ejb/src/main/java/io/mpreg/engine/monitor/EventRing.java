package io.mpreg.engine.monitor;

import io.mpreg.engine.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * The last events, bounded in number and in bytes.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; lock-free. A slot holds one immutable
 * event or none, so that a reader never sees half of one.
 */
final class EventRing {

    /** What an event takes beside its texts: the objects, headers and references. */
    private static final int BASE_BYTES = 160;

    /** How many events pass between two looks at the bytes, unless one is large. */
    private static final int CHECK_EVERY = 64;

    private static final int LARGE = 16 << 10;

    private final Clock clock;
    private final AtomicReferenceArray<Noted> slots;
    private final long maxBytes;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong oldest = new AtomicLong();
    private final LongAdder bytes = new LongAdder();

    EventRing(int capacity, long maxBytes, Clock clock) {
        this.slots = new AtomicReferenceArray<>(capacity);
        this.maxBytes = maxBytes;
        this.clock = clock;
    }

    void add(Event event) {
        int size = size(event);
        long sequence = next.getAndIncrement();
        put(new Noted(sequence, clock.millis(), size, event));
        if (sequence % CHECK_EVERY == 0 || size > LARGE) {
            shrink();
        }
    }

    /** The events that pass the test, the oldest first. */
    List<Noted> select(Predicate<Event> test) {
        List<Noted> found = new ArrayList<>();
        for (int i = 0; i < slots.length(); i++) {
            Noted noted = slots.get(i);
            if (noted != null && test.test(noted.event())) {
                found.add(noted);
            }
        }
        found.sort(Comparator.comparingLong(Noted::sequence));
        return found;
    }

    /** How many events were ever noted. */
    long total() {
        return next.get();
    }

    long bytes() {
        return bytes.sum();
    }

    private void put(Noted noted) {
        int slot = (int) (noted.sequence() % slots.length());
        while (true) {
            Noted before = slots.get(slot);
            if (before != null && before.sequence() > noted.sequence()) {
                // A whole round overtook this writer: what it has is out of date.
                return;
            }
            if (slots.compareAndSet(slot, before, noted)) {
                bytes.add(noted.bytes() - (before == null ? 0 : before.bytes()));
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
            long from = Math.max(sequence, end - slots.length());
            if (oldest.compareAndSet(sequence, from + 1)) {
                excess -= clear(from);
            }
        }
    }

    private int clear(long sequence) {
        int slot = (int) (sequence % slots.length());
        Noted noted = slots.get(slot);
        if (noted != null
                && noted.sequence() <= sequence
                && slots.compareAndSet(slot, noted, null)) {
            bytes.add(-noted.bytes());
            return noted.bytes();
        }
        return 0;
    }

    private static int size(Event event) {
        long size = BASE_BYTES + length(event.trackingId()) + length(event.correlationId());
        Map<String, String> details = event.details();
        if (!details.isEmpty()) {
            for (Map.Entry<String, String> detail : details.entrySet()) {
                size += 64 + detail.getKey().length() + 2L * detail.getValue().length();
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, size);
    }

    private static int length(Object id) {
        return id instanceof String text ? text.length() : 0;
    }
}
