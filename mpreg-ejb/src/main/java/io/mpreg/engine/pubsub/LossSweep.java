package io.mpreg.engine.pubsub;

import io.mpreg.engine.time.Platform;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Comes by the subscriptions that lost messages lately, and has them tell of it; at rest while
 * nobody loses any.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class LossSweep {

    private static final Logger LOG = System.getLogger(LossSweep.class.getName());

    private static final Duration EVERY = Duration.ofMillis(10);

    private final Platform platform;
    private final Set<Losses> losing = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean due = new AtomicBoolean();

    LossSweep(Platform platform) {
        this.platform = platform;
    }

    /** Comes by from now on, until nothing was lost there since the last time. */
    void add(Losses losses) {
        losing.add(losses);
        if (due.compareAndSet(false, true)) {
            platform.timers().schedule(EVERY, this::start);
        }
    }

    /** Has everyone tell what was lost until now. */
    void now() {
        for (Losses losses : losing) {
            // Whoever loses something from here on comes again.
            losing.remove(losses);
            if (losses.sweep()) {
                add(losses);
            }
        }
    }

    private void start() {
        try {
            platform.workers().execute(this::onTime);
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.DEBUG, "no thread to tell of lost messages", e);
            onTime();
        }
    }

    private void onTime() {
        due.set(false);
        now();
    }
}
