package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Fact;
import io.mpreg.engine.cache.peer.Prints;
import io.mpreg.engine.cache.peer.Resolver;
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
    private volatile VectorClock leftAndForgotten = VectorClock.ZERO;
    private final PrintSums prints = new PrintSums();
    private final Resolver resolver;

    FactTable(Resolver resolver, int mostGraves, long graveNanos) {
        this.resolver = resolver;
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
        prints.replace(key, print(key, table.put(key, held)), print(key, held));
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
                    prints.replace(key, print(key, held), 0);
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

    /** The last write of each node that left by itself and is not known any more. */
    VectorClock leftAndForgotten() {
        return leftAndForgotten;
    }

    /** Which of several writes counts. */
    Resolver resolver() {
        return resolver;
    }

    /** Whether a write that is not known any more can have left by itself. */
    boolean mayHaveLeft(Stamp stamp) {
        return leftAndForgotten.of(stamp.owner()) >= stamp.sequence();
    }

    /** The write that counts of what is known of a key. */
    Stamp counting(Held held) {
        return held.siblings().winner(resolver).stamp();
    }

    /** The fingerprints of the entries that are kept. */
    Prints prints() {
        return prints.now();
    }

    /** The print of the entry of a key; 0 if there is none. */
    long print(String key, @Nullable Held held) {
        return held == null || held.shown() == null ? 0 : Prints.of(key, counting(held));
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
                forgotten = upTo(forgotten, stamp);
                if (fact.state() == Fact.State.UNKEPT) {
                    leftAndForgotten = upTo(leftAndForgotten, stamp);
                }
            }
        }
        return null;
    }

    private static VectorClock upTo(VectorClock clock, Stamp stamp) {
        return clock.of(stamp.owner()) < stamp.sequence()
                ? clock.with(stamp.owner(), stamp.sequence())
                : clock;
    }

    private void bury(String key, long now) {
        graves.add(new Grave(key, now));
        if (buried.incrementAndGet() > mostGraves) {
            purge(now);
        }
    }
}
