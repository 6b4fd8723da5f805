package io.mpreg.ejb.executor;

import io.mpreg.engine.time.Timers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
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

    /** After how many looks without a single task done all threads count as blocked. */
    private static final int STUCK_LOOKS = 10;

    /** How long a thread beyond the usual number waits for work: less than a round takes. */
    private static final long SPARE_MILLIS = 5;

    private static final Duration REST = Duration.ofMillis(20);
    private static final long STOP_SECONDS = 5;

    private final WorkerSettings settings;
    private final Timers timers;
    private final ThreadPoolExecutor pool;
    private final AtomicBoolean watched = new AtomicBoolean();
    private final LongAdder refused = new LongAdder();
    private final Queue<Thread> made;

    public WorkerPool(WorkerSettings settings, ThreadFactory threads, Timers timers) {
        this.settings = settings;
        this.timers = timers;
        this.made = new ArrayBlockingQueue<>(2 * settings.maxThreads());
        this.pool =
                new ThreadPoolExecutor(
                        settings.threads(),
                        settings.maxThreads(),
                        SPARE_MILLIS,
                        TimeUnit.MILLISECONDS,
                        new ArrayBlockingQueue<>(settings.maxWaiting()),
                        task -> made(threads.newThread(task)));
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

    private Thread made(Thread thread) {
        if (!made.offer(thread)) {
            made.removeIf(ended -> ended.getState() == Thread.State.TERMINATED);
            made.offer(thread);
        }
        return thread;
    }

    private void watch() {
        if (watched.compareAndSet(false, true)) {
            timers.schedule(PATIENCE, new Watch(pool.getCompletedTaskCount(), 1));
        }
    }

    /*
     * More threads help only where those that are there do not use the processors: because they
     * wait, or because they are in calls that do not show that they wait, and none comes back.
     */
    private boolean leavesProcessorsIdle() {
        int working = 0;
        int processors = Runtime.getRuntime().availableProcessors();
        for (Thread thread : made) {
            if (thread.getState() == Thread.State.RUNNABLE && ++working >= processors) {
                return false;
            }
        }
        return true;
    }

    /** Looks whether tasks that waited before are waiting still. */
    private final class Watch implements Runnable {

        private final long completed;
        private final int looks;

        Watch(long completed, int looks) {
            this.completed = completed;
            this.looks = looks;
        }

        @Override
        public void run() {
            int waiting = pool.getQueue().size();
            if (waiting > 0) {
                long done = pool.getCompletedTaskCount();
                boolean stuck = done == completed && looks >= STUCK_LOOKS;
                if (stuck || leavesProcessorsIdle()) {
                    grow(Math.min(waiting, settings.threads()));
                }
                again(PATIENCE, done == completed && !stuck ? looks + 1 : 1, done);
            } else if (pool.getCorePoolSize() > settings.threads()
                    && pool.getActiveCount() >= settings.threads()) {
                again(REST, 1, pool.getCompletedTaskCount());
            } else {
                pool.setCorePoolSize(settings.threads());
                watched.set(false);
                if (!pool.getQueue().isEmpty()) {
                    watch();
                }
            }
        }

        private void again(Duration pause, int look, long done) {
            timers.schedule(pause, new Watch(done, look));
        }

        private void grow(int more) {
            int size = Math.min(settings.maxThreads(), pool.getPoolSize() + more);
            if (size > pool.getCorePoolSize()) {
                pool.setCorePoolSize(size);
            }
        }
    }
}
