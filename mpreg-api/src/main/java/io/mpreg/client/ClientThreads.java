package io.mpreg.client;

import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The threads, the timer and the clock of a client.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @since 0.1
 */
public interface ClientThreads extends AutoCloseable {

    /** Where listeners, functions and continuations of the application run. */
    Executor callbacks();

    /**
     * Runs a short action later.
     *
     * @return takes the action back
     */
    Runnable after(Duration delay, Runnable action);

    /**
     * Runs what lasts as long as a connection, on a thread of its own.
     *
     * @return false if there is no such thread to have; nothing runs then
     */
    default boolean dedicate(Runnable work) {
        return false;
    }

    /**
     * Whether short callbacks may run on the thread of a connection as well, because they need
     * nothing that only threads for callbacks have.
     */
    default boolean sharesConnections() {
        return false;
    }

    /** Milliseconds since some fixed moment. */
    long millis();

    /** Nanoseconds since some fixed moment, as finely as the clock allows. */
    default long nanos() {
        return Duration.ofMillis(millis()).toNanos();
    }

    /** Ends what this owns; callbacks that run are not waited for. */
    @Override
    void close();

    /** Daemon threads that end with the client. */
    static ClientThreads own() {
        return new OwnThreads();
    }
}
