package io.mpreg.engine.queue;

import io.mpreg.api.queue.QueueSettings;

/**
 * How often a message is delivered again, and when.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Retries {

    private static final double JITTER = 0.2;

    /** Where doubling has long passed any permitted pause. */
    private static final int MOST_DOUBLINGS = 40;

    private final Hub hub;
    private final QueueSettings settings;

    Retries(Hub hub, QueueSettings settings) {
        this.hub = hub;
        this.settings = settings;
    }

    /** Whether there is no delivery after that many failed ones. */
    boolean areOver(int failed) {
        return failed > settings.maxRetries();
    }

    /**
     * The pause after that many failed deliveries, in milliseconds: it doubles from the queue's
     * backoff, and varies so that what failed together parts.
     */
    long pause(int failed) {
        long first = settings.backoff().toMillis();
        if (first <= 0) {
            return 0;
        }
        double pause = first * Math.pow(2, Math.min(failed - 1, MOST_DOUBLINGS));
        double most = Math.max(first, hub.settings.maxBackoff().toMillis());
        return (long) (Math.min(pause, most) * (1 + JITTER * hub.random.nextDouble()));
    }

    /** Why a message is a dead letter whose last permitted delivery failed. */
    String exhausted(String error) {
        return "not processed in " + (settings.maxRetries() + 1L) + " deliveries: " + error;
    }
}
