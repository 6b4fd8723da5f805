package io.mpreg.engine.queue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Shows outcomes to an application on its own threads, many at a time: what it does with them must
 * not hold up the store.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Completions implements Runnable {

    private static final int TURN = 1024;

    private final Executor executor;
    private final Turns turns;
    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * @param executor runs what the application does with outcomes
     * @param turns says when to begin
     */
    Completions(Executor executor, Turns turns) {
        this.executor = executor;
        this.turns = turns;
    }

    /** The same outcome, for applications. */
    <T> CompletionStage<T> show(CompletableFuture<T> outcome) {
        if (outcome.isDone()) {
            return outcome;
        }
        Shown<T> shown = new Shown<>(outcome);
        outcome.whenComplete((value, failure) -> later(() -> shown.settle(value, failure)));
        return shown;
    }

    private void later(Runnable task) {
        waiting.add(task);
        if (count.getAndIncrement() == 0) {
            turns.wake(this::hand);
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

    /**
     * An outcome as an application sees it. Who waits for it waits for the store itself: it needs
     * no thread of the application, so that a listener may wait on the only one.
     */
    private static final class Shown<T> extends CompletableFuture<T> {
        private final CompletableFuture<T> outcome;

        Shown(CompletableFuture<T> outcome) {
            this.outcome = outcome;
        }

        void settle(T value, @Nullable Throwable failure) {
            if (failure == null) {
                complete(value);
            } else {
                completeExceptionally(failure);
            }
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            return isDone() ? super.get() : outcome.get();
        }

        @Override
        public T get(long time, TimeUnit unit)
                throws InterruptedException, ExecutionException, TimeoutException {
            return isDone() ? super.get(time, unit) : outcome.get(time, unit);
        }

        @Override
        public T join() {
            return isDone() ? super.join() : outcome.join();
        }
    }
}
