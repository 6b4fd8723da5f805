package io.mpreg.api.cdi;

import io.mpreg.client.ClientThreads;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The server's threads, in the context of one application.
 *
 * <p>A managed executor gives a task the context of whoever hands it over, and that is often the
 * node. The application's own context is therefore captured once, where the application is known.
 *
 * @param executor runs tasks
 * @param timer runs tasks later
 * @param context runs a task at once in the application's context
 * @param clock tells the time
 */
record ManagedThreads(
        Executor executor, ScheduledExecutorService timer, Executor context, ClientThreads clock)
        implements ClientThreads {

    /**
     * The threads and the context of the component that the calling thread runs.
     *
     * @throws NamingException if the calling thread runs none, or the server has no threads to give
     */
    static ManagedThreads here() throws NamingException {
        ManagedExecutorService executor =
                InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
        ManagedScheduledExecutorService timer =
                InitialContext.doLookup("java:comp/DefaultManagedScheduledExecutorService");
        ContextService contexts = InitialContext.doLookup("java:comp/DefaultContextService");
        return new ManagedThreads(
                executor, timer, contexts.currentContextExecutor(), ClientThreads.own());
    }

    @Override
    public Executor callbacks() {
        return task -> executor.execute(() -> context.execute(task));
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        Future<?> task = timer.schedule(action, delay.toMillis(), TimeUnit.MILLISECONDS);
        return () -> task.cancel(false);
    }

    @Override
    public long millis() {
        return clock.millis();
    }

    /** Leaves alone what belongs to the server. */
    @Override
    public void close() {
        clock.close();
    }
}
