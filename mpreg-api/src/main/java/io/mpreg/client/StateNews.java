package io.mpreg.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Tells observers how the state of a connection changes: each change once, in the order in which
 * they happened, one at a time.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; observers run on threads for callbacks.
 */
final class StateNews {

    private static final System.Logger LOG = System.getLogger(StateNews.class.getName());

    /** Far more changes than an observer can miss without being stuck. */
    private static final int WAITING = 10_000;

    private final List<Consumer<ConnectionState>> observers = new CopyOnWriteArrayList<>();
    private final Mailbox mailbox;

    StateNews(Executor callbacks) {
        this.mailbox = new Mailbox(callbacks, WAITING);
    }

    void observe(Consumer<ConnectionState> observer) {
        observers.add(observer);
    }

    /** Tells a change; on the calling thread where no other takes it any more. */
    void changed(ConnectionState now) {
        for (Consumer<ConnectionState> observer : observers) {
            if (!mailbox.offer(() -> tell(observer, now))) {
                tell(observer, now);
            }
        }
    }

    private static void tell(Consumer<ConnectionState> observer, ConnectionState now) {
        try {
            observer.accept(now);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "an observer of a connection failed", e);
        }
    }
}
