package io.mpreg.engine.pubsub;

import io.mpreg.engine.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A lock, and the threads that wait for something to change under it.
 *
 * <p><b>Threads.</b> Guarded by the lock.
 */
final class Waiters {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Clock clock;
    private int waiting;

    Waiters(Clock clock) {
        this.clock = clock;
    }

    /** Whether somebody waits. */
    boolean any() {
        return waiting > 0;
    }

    /** Lets those who wait look again. */
    void wake() {
        if (waiting > 0) {
            notifyAll();
        }
    }

    /*
     * An interrupt is kept for whoever waits next: ending early would break the promise.
     */
    /**
     * Waits until something is so.
     *
     * @return false if it was not within the time
     */
    boolean await(Duration time, BooleanSupplier done) {
        if (done.getAsBoolean()) {
            return true;
        }
        long end = clock.nanos() + time.toNanos();
        boolean interrupted = false;
        waiting++;
        try {
            while (!done.getAsBoolean()) {
                long millis = (end - clock.nanos()) / NANOS_PER_MILLI;
                if (millis <= 0) {
                    return false;
                }
                try {
                    wait(millis);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            waiting--;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
