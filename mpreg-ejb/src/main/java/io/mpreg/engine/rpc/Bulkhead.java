package io.mpreg.engine.rpc;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many tasks run at a time, and how many wait.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @param <T> what runs; compared by identity
 */
final class Bulkhead<T> {

    /** What becomes of a task that comes. */
    enum Admission {
        RUN,
        WAIT,
        REFUSED
    }

    private final int concurrency;
    private final int maxWaiting;
    private final ArrayDeque<T> waiting = new ArrayDeque<>();
    private int running;
    private long refused;

    Bulkhead(int concurrency, int maxWaiting) {
        this.concurrency = concurrency;
        this.maxWaiting = maxWaiting;
    }

    synchronized Admission enter(T task) {
        if (running < concurrency) {
            running++;
            return Admission.RUN;
        }
        if (waiting.size() < maxWaiting) {
            waiting.add(task);
            return Admission.WAIT;
        }
        refused++;
        return Admission.REFUSED;
    }

    /** Ends a running task; the one that waited longest takes its place and is to be run now. */
    synchronized @Nullable T leave() {
        T next = waiting.poll();
        if (next == null) {
            running--;
        }
        return next;
    }

    /** Takes a task out that still waits; false if it does not. */
    synchronized boolean withdraw(T task) {
        return waiting.remove(task);
    }

    /** Takes out the task that waited longest, which will not run. */
    synchronized @Nullable T evict() {
        return waiting.poll();
    }

    synchronized int outstanding() {
        return running + waiting.size();
    }

    int concurrency() {
        return concurrency;
    }

    int maxWaiting() {
        return maxWaiting;
    }

    /** How many tasks found it full. */
    synchronized long refused() {
        return refused;
    }
}
