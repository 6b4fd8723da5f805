package io.mpreg.client;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads of a plain JVM: a few for callbacks, one for the timer, one for each connection. */
final class OwnThreads implements ClientThreads {

    private static final int WORKERS = 16;
    private static final int WAITING = 10_000;

    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(
                    WORKERS,
                    WORKERS,
                    10,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(WAITING),
                    named("mpreg-client-"));

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, named("mpreg-client-timer-"));

    private final ThreadFactory connections = named("mpreg-client-connection-");

    OwnThreads() {
        workers.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public Executor callbacks() {
        return workers;
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        Future<?> task = timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> task.cancel(false);
    }

    @Override
    public boolean dedicate(Runnable work) {
        connections.newThread(work).start();
        return true;
    }

    @Override
    public boolean sharesConnections() {
        return true;
    }

    @Override
    public long millis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
    }
}
