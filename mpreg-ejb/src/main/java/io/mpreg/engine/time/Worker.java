package io.mpreg.engine.time;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that lives as long as its owner and waits for work by parking.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, but {@link #await} is for the worker's
 * own thread.
 */
public final class Worker {

    private final Thread thread;
    private volatile boolean waiting;

    private Worker(ThreadFactory threads, Runnable work) {
        thread = threads.newThread(work);
    }

    /** Makes a thread for some work; it does nothing until {@link #start}. */
    public static Worker of(ThreadFactory threads, Runnable work) {
        return new Worker(threads, work);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Ends the worker's waiting, or its next one if it does not wait now; cheap while it works. */
    public void wake() {
        if (waiting) {
            waiting = false;
            LockSupport.unpark(thread);
        }
    }

    /**
     * Waits on the worker's own thread until woken, for a time, or for no reason: the caller looks
     * again at what it waits for. What a caller of {@link #wake} did before is seen by {@code idle}
     * or ends the waiting.
     *
     * @param idle whether there is still nothing to do
     * @param spin how long to look again and again before parking
     * @param most how long to park at most
     */
    public void await(Idle idle, Duration spin, Duration most) {
        long end = System.nanoTime() + spin.toNanos();
        while (idle.idle()) {
            if (System.nanoTime() - end >= 0) {
                waiting = true;
                if (idle.idle()) {
                    LockSupport.parkNanos(this, most.toNanos());
                }
                waiting = false;
                // An interrupt would make every further parking return at once.
                Thread.interrupted();
                return;
            }
            Thread.onSpinWait();
        }
    }

    /**
     * Waits until the thread has ended.
     *
     * @return false if it has not within that time, or if the caller was interrupted
     */
    public boolean join(Duration most) {
        try {
            thread.join(Math.max(1, most.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    /** A look at whether there is work, without any. */
    @FunctionalInterface
    public interface Idle {
        boolean idle();
    }
}
