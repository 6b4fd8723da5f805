package io.mpreg.engine.session;

import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts the requests of one session in the order in which they came. What may block runs on the
 * workers, and what comes behind it waits there; everything else starts at once on the thread that
 * brings it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Holds as many tasks as a session may
 * have open requests.
 */
final class Lane {

    /** Tasks in one go, before others get the thread. */
    private static final int TURN = 64;

    private final Executor workers;
    private final ArrayDeque<Task> waiting = new ArrayDeque<>(2);
    private volatile boolean busy;

    Lane(Executor workers) {
        this.workers = workers;
    }

    /**
     * Something to be done.
     *
     * @param action does it; never throws
     * @param refused told if there is no thread for it
     */
    record Task(Runnable action, Consumer<RejectedExecutionException> refused) {}

    /** Whether what does not block may start at once. */
    boolean isFree() {
        return !busy;
    }

    void run(Task task, boolean mayBlock) {
        synchronized (waiting) {
            if (busy) {
                waiting.add(task);
                return;
            }
            if (mayBlock) {
                waiting.add(task);
                busy = true;
            }
        }
        if (mayBlock) {
            hand();
        } else {
            task.action().run();
        }
    }

    private void hand() {
        try {
            workers.execute(this::work);
        } catch (RejectedExecutionException e) {
            Task task;
            while ((task = next()) != null) {
                task.refused().accept(e);
            }
        }
    }

    private void work() {
        for (int i = 0; i < TURN; i++) {
            Task task = next();
            if (task == null) {
                return;
            }
            task.action().run();
        }
        hand();
    }

    private @Nullable Task next() {
        synchronized (waiting) {
            Task task = waiting.poll();
            busy = task != null;
            return task;
        }
    }
}
