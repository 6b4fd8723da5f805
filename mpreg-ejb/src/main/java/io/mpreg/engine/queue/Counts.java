package io.mpreg.engine.queue;

/** What a queue has done since its node started. Guarded by the queue's lock. */
final class Counts {
    long sent;
    long delivered;
    long acknowledged;
    long failed;
    long expired;
    long requeued;
    long deadLettered;

    /** Messages that were given up and not kept. */
    long dropped;

    double successRate() {
        long ended = acknowledged + deadLettered;
        return ended == 0 ? 1 : acknowledged / (double) ended;
    }
}
