package io.mpreg.engine.queue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shows outcomes to an application on its own threads, many at a time: what it does with them must
 * not hold up the store.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Completions implements Runnable {

    private static final int TURN = 1024;

    private final Executor executor;
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    Completions(Executor executor) {
        this.executor = executor;
    }

    /** The same outcome, for applications. */
    <T> CompletionStage<T> show(CompletableFuture<T> outcome) {
        if (outcome.isDone()) {
            return outcome;
        }
        CompletableFuture<T> shown = new CompletableFuture<>();
        outcome.whenComplete(
                (value, failure) ->
                        later(
                                () -> {
                                    if (failure == null) {
                                        shown.complete(value);
                                    } else {
                                        shown.completeExceptionally(failure);
                                    }
                                }));
        return shown;
    }

    private void later(Runnable task) {
        waiting.add(task);
        if (count.getAndIncrement() == 0) {
            hand();
        }
    }

    private void hand() {
        try {
            executor.execute(this);
        } catch (RuntimeException e) {
            // The application is stopping and takes no more tasks; nobody waits but itself.
            run();
        }
    }

    @Override
    public void run() {
        int done = 0;
        Runnable task;
        while (done < TURN && (task = waiting.poll()) != null) {
            task.run();
            done++;
        }
        if (count.addAndGet(-done) > 0) {
            hand();
        }
    }
}
