package io.mpreg.ejb.executor;

import io.mpreg.engine.time.Timers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * The threads on which listeners, functions and the engine's own longer tasks run.
 *
 * <p>A few threads serve any number of short tasks best. Functions of applications may block,
 * though, and wait for each other: when tasks have waited for some milliseconds, the pool grows, up
 * to its limit, and shrinks again when its threads have nothing to do.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * <p><b>Failure.</b> A task that finds too many others waiting, or the pool closed, is refused by
 * {@link RejectedExecutionException} and counted.
 */
public final class WorkerPool implements Executor, AutoCloseable {

    private static final Logger LOG = System.getLogger(WorkerPool.class.getName());
    private static final Duration PATIENCE = Duration.ofMillis(2);
    private static final Duration REST = Duration.ofSeconds(1);
    private static final long IDLE_SECONDS = 20;
    private static final long STOP_SECONDS = 5;

    private final WorkerSettings settings;
    private final Timers timers;
    private final ThreadPoolExecutor pool;
    private final AtomicBoolean watched = new AtomicBoolean();
    private final LongAdder refused = new LongAdder();

    public WorkerPool(WorkerSettings settings, ThreadFactory threads, Timers timers) {
        this.settings = settings;
        this.timers = timers;
        this.pool =
                new ThreadPoolExecutor(
                        settings.threads(),
                        settings.maxThreads(),
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(settings.maxWaiting()),
                        threads);
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable task) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            refused.increment();
            throw e;
        }
        if (!pool.getQueue().isEmpty()) {
            watch();
        }
    }

    /** How many threads there are. */
    public int threads() {
        return pool.getPoolSize();
    }

    /** How many tasks wait for a thread. */
    public int waiting() {
        return pool.getQueue().size();
    }

    /** How many tasks were refused since the start. */
    public long refused() {
        return refused.sum();
    }

    /** Takes no more tasks, interrupts those that run and waits for them for a bounded time. */
    @Override
    public void close() {
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(
                        Level.WARNING,
                        "{0} listeners or functions did not end within {1} s of the stop",
                        pool.getActiveCount(),
                        STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        if (watched.compareAndSet(false, true)) {
            timers.schedule(PATIENCE, new Watch(pool.getCompletedTaskCount()));
        }
    }

    /** Looks whether tasks that waited before are waiting still. */
    private final class Watch implements Runnable {

        private final long completed;

        Watch(long completed) {
            this.completed = completed;
        }

        @Override
        public void run() {
            watched.set(false);
            int waiting = pool.getQueue().size();
            if (waiting > 0) {
                boolean stuck = pool.getCompletedTaskCount() - completed < waiting;
                if (stuck) {
                    grow(Math.min(waiting, settings.threads()));
                }
                watch();
            } else if (pool.getCorePoolSize() > settings.threads()) {
                if (pool.getActiveCount() < settings.threads()) {
                    pool.setCorePoolSize(settings.threads());
                } else {
                    timers.schedule(REST, new Watch(pool.getCompletedTaskCount()));
                }
            }
        }

        private void grow(int more) {
            int size = Math.min(settings.maxThreads(), pool.getPoolSize() + more);
            if (size > pool.getCorePoolSize()) {
                pool.setCorePoolSize(size);
            }
        }
    }
}
