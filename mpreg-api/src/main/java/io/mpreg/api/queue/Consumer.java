package io.mpreg.api.queue;

import io.mpreg.api.Registration;

/**
 * A consumer that is in place. Closing it returns its unsettled deliveries to the queue; what was
 * sent to every consumer does not wait for it any more.
 *
 * @since 0.1
 */
public interface Consumer extends Registration {

    /** The queue it consumes from. */
    String queue();

    /**
     * Allows that many more unsettled deliveries, beyond its prefetch.
     *
     * @param deliveries at least 1
     */
    void request(int deliveries);
}
