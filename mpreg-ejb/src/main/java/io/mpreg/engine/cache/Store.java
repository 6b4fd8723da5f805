package io.mpreg.engine.cache;

import io.mpreg.api.Payload;
import io.mpreg.engine.cache.peer.Traits;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds the entries of a region within its number of entries, and drops those whose time is over.
 *
 * <p>Every entry that leaves, for whatever reason, is told once to the listener that the store was
 * made with; perhaps not if it was kept as {@link Traits#PLAIN} and another one took its place. The
 * listener is called while the store may hold locks, so it must not call back.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Writes of one key come from one thread
 * at a time.
 */
interface Store {

    /** Is told of entries that left. */
    @FunctionalInterface
    interface Listener {
        void departed(Entry entry, Departure why);
    }

    /**
     * The value of a key, which counts as a use of it and as a hit of its entry; null if the entry
     * has to be looked at.
     */
    default @Nullable Payload glance(String key) {
        return null;
    }

    /** How often an entry was read. */
    default long hits(Entry entry) {
        return entry.hits();
    }

    /** The entry of a key, which counts as a use of it. */
    @Nullable Entry read(String key);

    /** The entry of a key, which does not count as a use of it. */
    @Nullable Entry peek(String key);

    /**
     * Puts an entry in the place of whatever its key had.
     *
     * @return how many bytes more it has than that
     */
    int put(Entry entry);

    /** Takes an entry out; false if it is not there any more. */
    boolean remove(Entry entry);

    /** The entries as of some moment during the iteration for each of them. */
    Iterable<Entry> entries();

    /** Some of the entries that would have to go next, the next one first. */
    Collection<Entry> next(int count);

    /** How long an entry still lives if nobody uses it; empty if its time is not limited. */
    Optional<Duration> timeLeft(Entry entry);

    /** Does what was put off, if anything; cheap. */
    default void upkeep() {}

    /** Does what is due: evictions, expirations. */
    void settle();

    /** Gives no value away any more that is not looked for by {@link #read}. */
    default void close() {}

    /** How many entries there are. */
    long size();
}
