package io.mpreg.api.cdi;

import io.mpreg.client.ClientThreads;
import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import java.time.Duration;
import java.util.concurrent.Executor;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * The server's threads, in the context of one application.
 *
 * <p>A managed executor gives a task the context of whoever hands it over, and that is often the
 * node. The application's own context is therefore captured once, where the application is known.
 *
 * @param executor runs tasks
 * @param context runs a task at once in the application's context
 * @param clock the timer, the clock and the threads of connections of the client's own: a server
 *     may end its timers before the application, whose requests would then wait for ever
 */
record ManagedThreads(Executor executor, Executor context, ClientThreads clock)
        implements ClientThreads {

    /**
     * The threads and the context of the component that the calling thread runs.
     *
     * @throws NamingException if the calling thread runs none, or the server has no threads to give
     */
    static ManagedThreads here() throws NamingException {
        ManagedExecutorService executor =
                InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
        ContextService contexts = InitialContext.doLookup("java:comp/DefaultContextService");
        return new ManagedThreads(executor, contexts.currentContextExecutor(), ClientThreads.own());
    }

    @Override
    public Executor callbacks() {
        return task -> executor.execute(() -> context.execute(task));
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        return clock.after(delay, action);
    }

    @Override
    public boolean dedicate(Runnable work) {
        return clock.dedicate(work);
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
