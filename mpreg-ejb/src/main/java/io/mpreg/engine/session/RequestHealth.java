package io.mpreg.engine.session;

import io.mpreg.engine.time.Clock;
import io.mpreg.engine.transport.LinkHealth;

/**
 * How the requests of one session go, for itself and for all sessions of the node.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class RequestHealth {

    private final Clock clock;
    private final LinkHealth own;
    private final LinkHealth all;

    RequestHealth(SessionHost host) {
        this.clock = host.platform().clock();
        this.own = new LinkHealth(clock, host.settings().links().breaker());
        this.all = host.health();
    }

    LinkHealth own() {
        return own;
    }

    /** So many requests have ended well that came then. */
    void completed(int count, long started) {
        long now = clock.nanos();
        own.completed(count, now - started, now);
        all.completed(count, now - started, now);
    }

    /** A request has ended that came then. */
    void completed(boolean good, long started) {
        long now = clock.nanos();
        own.completed(good, now - started, now);
        all.completed(good, now - started, now);
    }

    /** What was asked of the client has ended after so long. */
    void took(boolean good, long nanos) {
        long now = clock.nanos();
        own.completed(good, nanos, now);
        all.completed(good, nanos, now);
    }
}
