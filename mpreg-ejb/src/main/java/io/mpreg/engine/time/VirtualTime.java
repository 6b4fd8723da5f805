package io.mpreg.engine.time;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * A clock and timers that stand still until told to go on, for tests and simulations.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; tasks run on the thread that advances
 * the time.
 */
public final class VirtualTime implements Clock, Timers {

    private final long startMillis;
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(
                    Comparator.comparingLong((Task t) -> t.due).thenComparingLong(t -> t.order));
    private long nanos;
    private long order;

    public VirtualTime(long startMillis) {
        this.startMillis = startMillis;
    }

    /** Starts at the first millisecond of 2026. */
    public VirtualTime() {
        this(1_767_225_600_000L);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized long millis() {
        return startMillis + nanos / 1_000_000;
    }

    @Override
    public synchronized Timer schedule(Duration delay, Runnable task) {
        Task entry = new Task(nanos + Math.max(0, delay.toNanos()), order++, task);
        tasks.add(entry);
        return () -> cancel(entry);
    }

    /** Lets time pass, running what falls due in the order in which it does. */
    public void advance(Duration time) {
        long until;
        synchronized (this) {
            until = nanos + time.toNanos();
        }
        while (true) {
            Task next;
            synchronized (this) {
                next = tasks.peek();
                if (next == null || next.due > until) {
                    nanos = until;
                    return;
                }
                tasks.poll();
                nanos = Math.max(nanos, next.due);
            }
            next.action.run();
        }
    }

    /** How many tasks are still due. */
    public synchronized int pending() {
        return tasks.size();
    }

    private synchronized boolean cancel(Task task) {
        return tasks.remove(task);
    }

    private static final class Task {
        private final long due;
        private final long order;
        private final Runnable action;

        Task(long due, long order, Runnable action) {
            this.due = due;
            this.order = order;
            this.action = action;
        }
    }
}
