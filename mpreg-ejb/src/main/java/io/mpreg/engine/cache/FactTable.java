package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Fact;
import io.mpreg.engine.cache.peer.Siblings;
import io.mpreg.engine.cache.peer.Stamp;
import io.mpreg.engine.time.VectorClock;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a replicated region knows of each key: the writes of which none knew of another, and the
 * entry that shows the one that counts. Also of keys that have no entry (tombstones), within a
 * number and for a time.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; a key is changed under its stripe, but
 * for {@link #left}.
 */
final class FactTable {

    /**
     * What is known of a key.
     *
     * @param shown the entry of the write that counts, while it is kept here
     */
    record Held(Siblings siblings, @Nullable Entry shown) {}

    private record Grave(String key, long nanos) {}

    private final ConcurrentHashMap<String, Held> table = new ConcurrentHashMap<>();
    private final Queue<Grave> graves = new ConcurrentLinkedQueue<>();
    private final AtomicInteger buried = new AtomicInteger();
    private final int mostGraves;
    private final long graveNanos;
    private final Object forgetting = new Object();
    private volatile VectorClock floor = VectorClock.ZERO;
    private volatile VectorClock forgotten = VectorClock.ZERO;

    FactTable(int mostGraves, long graveNanos) {
        this.mostGraves = mostGraves;
        this.graveNanos = graveNanos;
    }

    @Nullable Held of(String key) {
        return table.get(key);
    }

    /** What somebody knows who writes a key now. */
    VectorClock clock(@Nullable Held held) {
        return held == null ? floor : held.siblings().clock();
    }

    void put(String key, Held held, long now) {
        table.put(key, held);
        if (held.shown() == null) {
            bury(key, now);
        }
    }

    /** Learns that an entry is not kept here any more. */
    void left(Entry entry, long now) {
        boolean[] changed = new boolean[1];
        table.computeIfPresent(
                entry.key(),
                (key, held) -> {
                    if (held.shown() != entry) {
                        return held;
                    }
                    changed[0] = true;
                    return new Held(
                            held.siblings().map(fact -> fact.isLive() ? fact.unkept() : fact),
                            null);
                });
        if (changed[0]) {
            bury(entry.key(), now);
        }
    }

    void forEach(BiConsumer<String, Held> action) {
        table.forEach(action);
    }

    /** The last write of each node that is not known any more. */
    VectorClock forgotten() {
        return forgotten;
    }

    int size() {
        return table.size();
    }

    /** Forgets keys that have had no entry for a long time. */
    void purge(long now) {
        Grave oldest;
        while ((oldest = graves.peek()) != null
                && (buried.get() > mostGraves || now - oldest.nanos() >= graveNanos)) {
            Grave grave = graves.poll();
            if (grave == null) {
                return;
            }
            buried.decrementAndGet();
            table.computeIfPresent(
                    grave.key(), (key, held) -> held.shown() != null ? held : forget(held));
        }
    }

    private @Nullable Held forget(Held held) {
        synchronized (forgetting) {
            floor = floor.merge(held.siblings().clock());
            for (Fact fact : held.siblings().facts()) {
                Stamp stamp = fact.stamp();
                if (forgotten.of(stamp.owner()) < stamp.sequence()) {
                    forgotten = forgotten.with(stamp.owner(), stamp.sequence());
                }
            }
        }
        return null;
    }

    private void bury(String key, long now) {
        graves.add(new Grave(key, now));
        if (buried.incrementAndGet() > mostGraves) {
            purge(now);
        }
    }
}
