package io.mpreg.engine.cache.peer;

import java.time.Duration;
import java.util.Set;

/**
 * How an entry is kept.
 *
 * @param tags the words by which it can be invalidated
 * @param inputs the keys with which it goes
 * @param cost what computing it cost
 * @param weight what it counts against the limit in bytes; {@link #BY_SIZE} for the bytes of the
 *     value
 * @param quality how good it is
 * @param ends whether its life ends at the deadline
 * @param deadline when its life ends, in the clock's nanoseconds
 */
public record Traits(
        Set<String> tags,
        Set<KeyRef> inputs,
        Duration cost,
        int weight,
        double quality,
        boolean ends,
        long deadline) {

    /** The weight of an entry that weighs as much as its value. */
    public static final int BY_SIZE = -1;

    /** Nothing special. */
    public static final Traits PLAIN =
            new Traits(Set.of(), Set.of(), Duration.ZERO, BY_SIZE, 0, false, 0);

    /** How long it lives from that moment on, at least 0; {@link Long#MAX_VALUE} for ever. */
    public long lifeAt(long now) {
        return ends ? Math.max(0, deadline - now) : Long.MAX_VALUE;
    }

    /** The same with an end of its life. */
    public Traits ending(Duration life, long now) {
        return new Traits(tags, inputs, cost, weight, quality, true, now + nanos(life));
    }

    /** The nanoseconds of a duration; of a very long one a hundred years. */
    public static long nanos(Duration duration) {
        Duration most = Duration.ofDays(36_500);
        return (duration.compareTo(most) > 0 ? most : duration).toNanos();
    }
}
