package io.mpreg.engine.time;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a writer knew: how many writes of each node. Orders facts without comparing the clocks of
 * two machines.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @param counts the number of writes by node; a node that is missing counts 0
 */
public record VectorClock(Map<String, Long> counts) {

    /** Knows of nothing. */
    public static final VectorClock ZERO = new VectorClock(Map.of());

    /** How two clocks stand to each other. */
    public enum Order {
        /** Both knew the same. */
        EQUAL,
        /** The other one knew all of this and more. */
        BEFORE,
        /** This one knew all of the other and more. */
        AFTER,
        /** Each knew something that the other did not. */
        CONCURRENT
    }

    /**
     * @throws IllegalArgumentException if a count is negative
     */
    public VectorClock {
        if (counts.containsValue(0L)) {
            Map<String, Long> known = new HashMap<>(counts);
            known.values().removeAll(Set.of(0L));
            counts = known;
        }
        counts = Map.copyOf(counts);
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            if (count.getValue() < 0) {
                throw new IllegalArgumentException("the count of a node is negative: " + count);
            }
        }
    }

    /** The number of writes of a node. */
    public long of(String node) {
        return counts.getOrDefault(node, 0L);
    }

    /** The same with another number for a node. */
    public VectorClock with(String node, long count) {
        Map<String, Long> changed = new HashMap<>(counts);
        changed.put(node, count);
        return new VectorClock(changed);
    }

    /** The same after one more write of a node. */
    public VectorClock next(String node) {
        return with(node, of(node) + 1);
    }

    /** Knows whatever either knew: the larger count of each node. */
    public VectorClock merge(VectorClock other) {
        if (other.counts.isEmpty() || this == other) {
            return this;
        }
        Map<String, Long> merged = new HashMap<>(counts);
        other.counts.forEach((node, count) -> merged.merge(node, count, Math::max));
        return new VectorClock(merged);
    }

    /** How this clock stands to another. */
    public Order compare(VectorClock other) {
        boolean less = anyAbove(other.counts.keySet(), other, this);
        boolean more = anyAbove(counts.keySet(), this, other);
        if (less) {
            return more ? Order.CONCURRENT : Order.BEFORE;
        }
        return more ? Order.AFTER : Order.EQUAL;
    }

    private static boolean anyAbove(
            Collection<String> nodes, VectorClock higher, VectorClock lower) {
        for (String node : nodes) {
            if (higher.of(node) > lower.of(node)) {
                return true;
            }
        }
        return false;
    }
}
