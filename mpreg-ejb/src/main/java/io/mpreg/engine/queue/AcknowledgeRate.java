package io.mpreg.engine.queue;

import java.util.concurrent.atomic.LongAdder;

/**
 * How fast the consumers of a queue work, smoothed over a few seconds.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class AcknowledgeRate {

    private static final long LEAST_NANOS = 500_000_000;
    private static final double KEPT = 0.5;

    private final Hub hub;
    private final LongAdder count = new LongAdder();
    private long then;
    private long before;
    private double rate;

    AcknowledgeRate(Hub hub) {
        this.hub = hub;
        this.then = hub.platform.clock().nanos();
    }

    void count() {
        count.increment();
    }

    /** Acknowledgements per second. */
    synchronized double perSecond() {
        long now = hub.platform.clock().nanos();
        long passed = now - then;
        if (passed >= LEAST_NANOS) {
            long total = count.sum();
            double last = (total - before) * 1e9 / passed;
            rate = KEPT * rate + (1 - KEPT) * last;
            before = total;
            then = now;
        }
        return rate;
    }
}
