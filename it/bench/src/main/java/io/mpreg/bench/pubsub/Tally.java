package io.mpreg.bench.pubsub;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts of several receivers, each of which counts on one thread at a time. */
final class Tally {

    /** Counters so far apart that their receivers do not slow one another. */
    private static final int APART = 16;

    private final AtomicLongArray counts;
    private final int receivers;

    Tally(int receivers) {
        this.receivers = receivers;
        this.counts = new AtomicLongArray(receivers * APART);
    }

    void received(int receiver) {
        int at = receiver * APART;
        counts.lazySet(at, counts.getPlain(at) + 1);
    }

    /** What all have received together. */
    long sum() {
        long sum = 0;
        for (int i = 0; i < receivers; i++) {
            sum += counts.get(i * APART);
        }
        return sum;
    }

    /** What the slowest one has received. */
    long fewest() {
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < receivers; i++) {
            fewest = Math.min(fewest, counts.get(i * APART));
        }
        return fewest;
    }
}
