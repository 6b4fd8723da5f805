package io.mpreg.ejb.executor;

import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import java.util.concurrent.ThreadFactory;

/**
 * The server's managed threads as the engine wants them.
 *
 * <p>All threads come from the managed thread factory. The managed executor is no alternative: its
 * size is the operator's choice for short tasks, servers watch its tasks for being stuck, and it
 * may be gone before the application is told to stop.
 *
 * <p><b>Threads.</b> {@link #close} ends every thread that was made.
 */
public final class ServerPlatform implements AutoCloseable {

    private final ThreadTimers timers;
    private final WorkerPool workers;
    private final Platform platform;

    public ServerPlatform(WorkerSettings settings, ThreadFactory managedThreads) {
        timers = new ThreadTimers(managedThreads);
        workers = new WorkerPool(settings, managedThreads, timers);
        platform = new Platform(Clock.system(), timers, workers, managedThreads);
    }

    /** What the engine gets. */
    public Platform platform() {
        return platform;
    }

    /** The threads for listeners and functions. */
    public WorkerPool workers() {
        return workers;
    }

    @Override
    public void close() {
        workers.close();
        timers.close();
    }
}
