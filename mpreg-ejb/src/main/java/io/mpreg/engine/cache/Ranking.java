package io.mpreg.engine.cache;

import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.cache.peer.Traits;
import java.util.function.Predicate;

/**
 * Which entries a full region gives up first: those of the lowest rank, and among equals the one
 * not used for the longest time.
 *
 * <p><b>Threads.</b> Called under the lock of its store.
 */
interface Ranking {

    /** How many entries in a row can be spared, so that it comes to an end. */
    int MOST_SPARED = 16;

    /** Ranks a new entry. */
    void added(Ranked entry);

    /** Ranks an entry that was used. */
    default void used(Ranked entry) {
        added(entry);
    }

    /** Learns that an entry left. */
    default void left(Ranked entry, Departure why) {}

    /** A rank that has more entries than it should; 0 for none. */
    default int crowded() {
        return 0;
    }

    /** Ranks an entry of a crowded rank lower. */
    default void demote(Ranked entry) {}

    /** Whether an entry that would have to go gets away once more. */
    default boolean spares(Ranked entry) {
        return false;
    }

    /**
     * The ranking of a policy.
     *
     * @param capacity how many entries the region holds
     * @param needed whether others depend on an entry
     */
    static Ranking of(RegionSpec.Policy policy, long capacity, Predicate<Entry> needed) {
        return switch (policy) {
            case LRU -> entry -> entry.rank(0);
            case LFU -> entry -> entry.rank(entry.uses());
            case TTL -> new SoonestEnd();
            case COST_BASED -> new CostBySize();
            case DEPENDENCY_AWARE -> new NeededStays(needed);
            case S4LRU -> new FourSegments(capacity);
            case W_TINY_LFU ->
                    throw new IllegalArgumentException("W_TINY_LFU has a store of its own");
        };
    }

    /** Who ends soonest goes first; who does not end goes last. */
    final class SoonestEnd implements Ranking {
        @Override
        public void added(Ranked entry) {
            Traits traits = entry.entry().traits();
            entry.rank(traits.ends() ? traits.deadline() : Double.MAX_VALUE);
        }
    }

    /*
     * Greedy dual size with frequency (Cherkasova 1998): the rank of what goes is added to
     * everything that comes or is used later, so that old fame fades.
     */
    /** Who is cheap to compute again in proportion to its use and size goes first. */
    final class CostBySize implements Ranking {
        private double age;

        @Override
        public void added(Ranked entry) {
            double cost = Math.max(1, entry.entry().traits().cost().toNanos());
            entry.rank(age + entry.uses() * cost / Math.max(1, entry.entry().bytes()));
        }

        @Override
        public void left(Ranked entry, Departure why) {
            if (why == Departure.EVICTED) {
                age = Math.max(age, entry.rank());
            }
        }
    }

    /** The least recently used one goes first, unless others depend on it. */
    final class NeededStays implements Ranking {
        private final Predicate<Entry> needed;

        NeededStays(Predicate<Entry> needed) {
            this.needed = needed;
        }

        @Override
        public void added(Ranked entry) {
            entry.rank(0);
        }

        @Override
        public boolean spares(Ranked entry) {
            return needed.test(entry.entry());
        }
    }
}
