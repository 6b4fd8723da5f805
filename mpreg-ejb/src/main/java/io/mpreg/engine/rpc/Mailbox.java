package io.mpreg.engine.rpc;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Lets what happens to one request take effect one after the other, on the thread of whoever found
 * the mailbox empty.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; a posted task sees what earlier ones
 * wrote.
 */
final class Mailbox {

    private final Executor workers;
    private final Consumer<RuntimeException> failed;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /**
     * @param failed hears of a task that threw
     */
    Mailbox(Executor workers, Consumer<RuntimeException> failed) {
        this.workers = workers;
        this.failed = failed;
    }

    /** Runs a task, now or after those that came earlier. */
    void post(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            drain();
        }
    }

    /** The same from a thread that must not be held up. */
    void postLater(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            try {
                workers.execute(this::drain);
            } catch (RejectedExecutionException e) {
                // The node is stopping; the task must take effect all the same.
                drain();
            }
        }
    }

    private void drain() {
        int done = 1;
        do {
            for (int i = 0; i < done; i++) {
                Runnable task = tasks.poll();
                if (task != null) {
                    run(task);
                }
            }
            done = waiting.addAndGet(-done);
        } while (done > 0);
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            failed.accept(e);
        }
    }
}
