package io.mpreg.engine.queue;

import org.HdrHistogram.Histogram;

/** What a queue has done since its node started. Guarded by the queue's lock. */
final class Counts {

    private static final int DIGITS = 2;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final double MICROS_PER_MILLI = 1_000;

    long sent;
    long delivered;
    long acknowledged;
    long failed;
    long expired;
    long requeued;
    long deadLettered;

    /** Messages that were given up and not kept. */
    long dropped;

    final Pace sending;
    final Pace delivering;
    final Pace acknowledging;

    /** How long consumers worked on what they acknowledged, in microseconds; grows as needed. */
    private final Histogram processing = new Histogram(DIGITS);

    /**
     * @param now the time in queues, in milliseconds
     */
    Counts(long now) {
        sending = new Pace(now);
        delivering = new Pace(now);
        acknowledging = new Pace(now);
    }

    void sent(long now) {
        sent++;
        sending.count(now);
    }

    void delivered(long now) {
        delivered++;
        delivering.count(now);
    }

    /**
     * A message was acknowledged.
     *
     * @param now the time of the clock, in nanoseconds
     * @param handedAt when the listener got it; negative if it did not
     */
    void acknowledged(long now, long handedAt) {
        acknowledged++;
        acknowledging.count(now / Hub.NANOS_PER_MILLI);
        if (handedAt >= 0) {
            processing.recordValue(Math.max(0, now - handedAt) / NANOS_PER_MICRO);
        }
    }

    /** A percentile of the time that consumers worked on what they acknowledged, in ms. */
    double processingMs(double percentile) {
        return processing.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    double successRate() {
        long ended = acknowledged + deadLettered;
        return ended == 0 ? 1 : acknowledged / (double) ended;
    }
}
