package io.mpreg.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Things by their numbers, which are given one after the other and soon taken back: in a ring,
 * without an object for each, and in a map where an older one still has its place there.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Slots<T> {

    private static final int RING = 1 << 12;
    private static final int ADDED = 8;
    private static final int TAKEN = 24;
    private static final int COUNTS = 32;

    private final ToLongFunction<T> number;
    private final AtomicReferenceArray<@Nullable T> ring = new AtomicReferenceArray<>(RING);
    private final Map<Long, T> older = new ConcurrentHashMap<>();

    /** So far apart that who adds and who takes out do not slow one another. */
    private final AtomicLongArray counts = new AtomicLongArray(COUNTS);

    Slots(ToLongFunction<T> number) {
        this.number = number;
    }

    void put(T thing) {
        counts.incrementAndGet(ADDED);
        long id = number.applyAsLong(thing);
        if (!ring.compareAndSet(slot(id), null, thing)) {
            older.put(id, thing);
        }
    }

    /** Takes it out; null if it is not there. */
    @Nullable T take(long id) {
        T thing = takeOneOfMany(id);
        if (thing != null) {
            took(1);
        }
        return thing;
    }

    /** The same, for who says {@link #took} when all are taken out. */
    @Nullable T takeOneOfMany(long id) {
        T thing = ring.get(slot(id));
        if (thing == null || number.applyAsLong(thing) != id) {
            thing = older.remove(id);
        } else if (!ring.compareAndSet(slot(id), thing, null)) {
            thing = null;
        }
        return thing;
    }

    /** So many were taken out. */
    void took(int many) {
        counts.addAndGet(TAKEN, many);
    }

    private static int slot(long id) {
        return (int) id & RING - 1;
    }

    int size() {
        // What is taken was added before.
        long taken = counts.get(TAKEN);
        return (int) (counts.get(ADDED) - taken);
    }

    /** A copy of what is there, in no order. */
    List<T> all() {
        List<T> all = new ArrayList<>(older.values());
        for (int i = 0; i < RING; i++) {
            T thing = ring.get(i);
            if (thing != null) {
                all.add(thing);
            }
        }
        return all;
    }
}
