package io.mpreg.engine.cache.peer;

import io.mpreg.engine.time.VectorClock;
import java.util.Comparator;

/**
 * Which write of which node something is, and what the writer knew.
 *
 * @param owner the node that wrote it, by the id of its start
 * @param sequence the number of the write among all of that node in the region, from 1
 * @param clock what the writer knew of the key, this write included
 * @param millis when it was written by the writer's clock, later than all that the writer knew of
 *     the key
 * @param quality how good the writer thinks the value is
 */
public record Stamp(String owner, long sequence, VectorClock clock, long millis, double quality) {

    /** The last writer is the greatest; no two writes are equal. */
    public static final Comparator<Stamp> BY_TIME =
            Comparator.comparingLong(Stamp::millis)
                    .thenComparing(Stamp::owner)
                    .thenComparingLong(Stamp::sequence);

    /** The best is the greatest, and among equals the last. */
    public static final Comparator<Stamp> BY_QUALITY =
            Comparator.comparingDouble(Stamp::quality).thenComparing(BY_TIME);

    /** Whether it is the same write. */
    public boolean same(Stamp other) {
        return sequence == other.sequence && owner.equals(other.owner);
    }

    /** Whether the writer knew of the other write. */
    public boolean knows(Stamp other) {
        return clock.of(other.owner) >= other.sequence;
    }
}
