package io.mpreg.engine.time;

import java.time.Duration;

/**
 * Runs tasks later.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Tasks run on the timer's own thread and
 * must be short: they hand work to an executor.
 */
public interface Timers {

    /** Runs a task once, after a delay; a task of a stopped timer never runs. */
    Timer schedule(Duration delay, Runnable task);

    /** A task that is due later. */
    interface Timer {

        /**
         * Calls the task off.
         *
         * @return false if it ran already or was called off before
         */
        boolean cancel();
    }
}
