package io.mpreg.engine.session;

import org.jspecify.annotations.Nullable;

/**
 * The parts of a session, each made when it is first needed: an idle session has none.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Desks {

    private final Session session;
    private volatile @Nullable TopicDesk topics;
    private volatile @Nullable ConsumerDesk consumers;
    private volatile @Nullable ProviderDesk providers;

    Desks(Session session) {
        this.session = session;
    }

    TopicDesk topics() {
        TopicDesk known = topics;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (topics == null) {
                topics = new TopicDesk(session);
            }
            return topics;
        }
    }

    ConsumerDesk consumers() {
        ConsumerDesk known = consumers;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (consumers == null) {
                consumers = new ConsumerDesk(session);
            }
            return consumers;
        }
    }

    ProviderDesk providers() {
        ProviderDesk known = providers;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            if (providers == null) {
                providers = new ProviderDesk(session);
            }
            return providers;
        }
    }

    /** Ends everything that was registered through the session. */
    synchronized void close() {
        if (topics != null) {
            topics.close();
        }
        if (consumers != null) {
            consumers.close();
        }
        if (providers != null) {
            providers.close();
        }
    }
}
