package io.mpreg.engine.cache;

import java.time.Duration;
import java.util.Set;

/**
 * How an entry is kept.
 *
 * @param tags the words by which it can be invalidated
 * @param inputs the keys with which it goes
 * @param cost what computing it cost
 * @param ends whether its life ends at the deadline
 * @param deadline when its life ends, in the clock's nanoseconds
 */
record Traits(Set<String> tags, Set<KeyRef> inputs, Duration cost, boolean ends, long deadline) {

    /** How long it lives from that moment on, at least 0; {@link Long#MAX_VALUE} for ever. */
    long lifeAt(long now) {
        return ends ? Math.max(0, deadline - now) : Long.MAX_VALUE;
    }

    static Traits lasting(Set<String> tags, Set<KeyRef> inputs, Duration cost) {
        return new Traits(tags, inputs, cost, false, 0);
    }

    static Traits ending(
            Set<String> tags, Set<KeyRef> inputs, Duration cost, Duration life, long now) {
        long nanos = nanos(life);
        return new Traits(tags, inputs, cost, true, now + nanos);
    }

    /** The nanoseconds of a duration; of a very long one a hundred years. */
    static long nanos(Duration duration) {
        Duration most = Duration.ofDays(36_500);
        return (duration.compareTo(most) > 0 ? most : duration).toNanos();
    }
}
