package io.mpreg.ejb.executor;

import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * The server's managed threads as the engine wants them.
 *
 * <p>Listeners and functions run on the managed executor; the timer and other threads that live as
 * long as the node come from the managed thread factory, because servers watch the tasks of their
 * executors for being stuck.
 *
 * <p><b>Threads.</b> {@link #close} ends the timer's thread; it needs no managed executor, which
 * may be gone when an application stops.
 */
public final class ServerPlatform implements AutoCloseable {

    private final ThreadTimers timers;
    private final Platform platform;

    public ServerPlatform(Executor managedExecutor, ThreadFactory managedThreads) {
        timers = new ThreadTimers(managedThreads);
        platform = new Platform(Clock.system(), timers, managedExecutor, managedThreads);
    }

    /** What the engine gets. */
    public Platform platform() {
        return platform;
    }

    @Override
    public void close() {
        timers.close();
    }
}
