package io.mpreg.engine.queue;

import io.mpreg.api.queue.Consumer;

/**
 * Ends consumers whose clients are gone without having closed them.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class Departures {

    private Departures() {}

    /**
     * Ends a consumer of this node that may come back under its id: what was sent to it in
     * particular waits for it for a time, where {@link Consumer#close()} gives that up.
     */
    public static void lost(Consumer consumer) {
        if (consumer instanceof LocalConsumer known) {
            known.lose();
        } else {
            consumer.close();
        }
    }
}
