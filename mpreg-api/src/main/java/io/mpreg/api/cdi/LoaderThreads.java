package io.mpreg.api.cdi;

import io.mpreg.client.ClientThreads;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Threads of the client's own, for where the server has none to give.
 *
 * @param own the threads
 * @param context runs a task at once in the application's context
 */
record LoaderThreads(ClientThreads own, Executor context) implements ClientThreads {

    @Override
    public Executor callbacks() {
        return task -> own.callbacks().execute(() -> context.execute(task));
    }

    @Override
    public Runnable after(Duration delay, Runnable action) {
        return own.after(delay, action);
    }

    @Override
    public boolean dedicate(Runnable work) {
        return own.dedicate(work);
    }

    @Override
    public long millis() {
        return own.millis();
    }

    @Override
    public long nanos() {
        return own.nanos();
    }

    @Override
    public void close() {
        own.close();
    }
}
