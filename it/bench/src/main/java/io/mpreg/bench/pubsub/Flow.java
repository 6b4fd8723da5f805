package io.mpreg.bench.pubsub;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes as fast as the receivers take it: never more than a window of messages is under way to
 * any of them, so that nobody has to drop any.
 */
final class Flow {

    private static final int FLUSH_EVERY = 64;
    private static final long STALL_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long PAUSE_NS = 20_000;

    private final Carrier carrier;
    private final Tally tally;
    private final int window;
    private long published;

    /**
     * @param window how many messages may be under way
     */
    Flow(Carrier carrier, Tally tally, int window) {
        this.carrier = carrier;
        this.tally = tally;
        this.window = window;
    }

    /** Publishes for a time; returns deliveries a second, the last of them included. */
    double run(double seconds) throws Exception {
        long begun = System.nanoTime();
        long end = begun + (long) (seconds * 1e9);
        long before = tally.sum();
        while (System.nanoTime() < end) {
            for (int i = 0; i < FLUSH_EVERY; i++) {
                carrier.publish();
            }
            published += FLUSH_EVERY;
            carrier.flush();
            await(published - window);
        }
        await(published);
        return (tally.sum() - before) / ((System.nanoTime() - begun) / 1e9);
    }

    /* Until every receiver has so many. */
    private void await(long messages) {
        long last = -1;
        long stalled = 0;
        for (long least = tally.fewest(); least < messages; least = tally.fewest()) {
            long now = System.nanoTime();
            if (least != last) {
                last = least;
                stalled = now + STALL_NS;
            } else if (now - stalled > 0) {
                throw new IllegalStateException(
                        "messages were lost: a receiver has "
                                + least
                                + " where "
                                + messages
                                + " were due");
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
