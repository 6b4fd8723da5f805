package io.mpreg.engine.pubsub;

import java.lang.System.Logger;
import java.time.Duration;

/**
 * Ends a subscription that is too slow, on a worker.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Disconnection implements Runnable {

    private static final Logger LOG = System.getLogger(Disconnection.class.getName());

    private static final Duration RETRY = Duration.ofMillis(250);

    private final Hub hub;
    private final Runnable end;

    Disconnection(Hub hub, Runnable end) {
        this.hub = hub;
        this.end = end;
    }

    @Override
    public void run() {
        try {
            hub.platform.workers().execute(end);
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.WARNING, "no thread to end a slow subscription; trying again", e);
            hub.platform.timers().schedule(RETRY, this);
        }
    }
}
