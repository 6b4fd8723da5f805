package io.mpreg.engine.pubsub;

import io.mpreg.engine.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lets something happen once in a time.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Pace {

    private final long nanos;
    private final Clock clock;
    private final AtomicLong due;

    Pace(Duration every, Clock clock) {
        this.nanos = every.toNanos();
        this.clock = clock;
        this.due = new AtomicLong(clock.nanos());
    }

    boolean allows() {
        long now = clock.nanos();
        long then = due.get();
        return now - then >= 0 && due.compareAndSet(then, now + nanos);
    }
}
