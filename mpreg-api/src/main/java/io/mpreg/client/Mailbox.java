package io.mpreg.client;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs actions one after the other on an executor, and holds a bounded number of them.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Mailbox {

    /** Actions in one go, before others get the thread. */
    private static final int TURN = 64;

    private final Executor executor;
    private final int capacity;
    private final Runnable rest;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;
    private boolean closed;

    /** Whether nothing waited behind the last one; of the thread that runs them. */
    private boolean drained;

    Mailbox(Executor executor, int capacity) {
        this(executor, capacity, () -> {});
    }

    /**
     * @param rest runs whenever nothing more waits, or others get the thread
     */
    Mailbox(Executor executor, int capacity, Runnable rest) {
        this.executor = executor;
        this.capacity = capacity;
        this.rest = rest;
    }

    /** Takes an action; false if it has no room or is closed. */
    boolean offer(Runnable action) {
        synchronized (waiting) {
            if (closed || waiting.size() >= capacity) {
                return false;
            }
            waiting.add(action);
            if (running) {
                return true;
            }
            running = true;
        }
        return begin();
    }

    /** Drops what waits; what runs goes on. */
    void close() {
        synchronized (waiting) {
            closed = true;
            waiting.clear();
        }
    }

    private boolean begin() {
        try {
            executor.execute(this::run);
            return true;
        } catch (RejectedExecutionException e) {
            synchronized (waiting) {
                running = false;
                waiting.pollLast();
            }
            return false;
        }
    }

    private void run() {
        for (int i = 0; i < TURN; i++) {
            Runnable action = next();
            if (action == null) {
                return;
            }
            action.run();
            if (drained || i == TURN - 1) {
                rest.run();
            }
        }
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            run();
        }
    }

    private @Nullable Runnable next() {
        synchronized (waiting) {
            Runnable action = waiting.poll();
            running = action != null;
            drained = waiting.isEmpty();
            return action;
        }
    }
}
