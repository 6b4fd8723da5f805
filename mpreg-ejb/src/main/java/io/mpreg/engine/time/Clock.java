package io.mpreg.engine.time;

import java.time.Instant;

/**
 * Where the engine gets the time from.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public interface Clock {

    /** Nanoseconds from an arbitrary origin; never goes back. For measuring. */
    long nanos();

    /** Milliseconds since 1970. For people and for other machines. */
    long millis();

    /** The present instant, to the millisecond. */
    default Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /** The clock of the machine. */
    static Clock system() {
        return SystemClock.INSTANCE;
    }
}
