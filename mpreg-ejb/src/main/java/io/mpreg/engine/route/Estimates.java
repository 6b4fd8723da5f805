package io.mpreg.engine.route;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long messages take in each lane: an exponentially weighted mean of what was measured.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Estimates {

    private static final double SMOOTHING = 0.1;

    /** How far an estimate has to move for what was decided by it to be decided anew. */
    private static final double NOTABLE = 0.25;

    private static final int LANES = Lane.values().length;

    private final AtomicLongArray means = new AtomicLongArray(LANES);
    private final AtomicLongArray relied = new AtomicLongArray(LANES);
    private final AtomicLong version = new AtomicLong();

    Estimates() {
        for (Lane lane : Lane.values()) {
            means.set(lane.ordinal(), Double.doubleToLongBits(lane.initialMs()));
            relied.set(lane.ordinal(), Double.doubleToLongBits(lane.initialMs()));
        }
    }

    double millis(Lane lane) {
        return Double.longBitsToDouble(means.get(lane.ordinal()));
    }

    /** Grows when an estimate has moved notably. */
    long version() {
        return version.get();
    }

    void measured(Lane lane, double millis) {
        if (!(millis >= 0) || Double.isInfinite(millis)) {
            return;
        }
        int at = lane.ordinal();
        double mean =
                Double.longBitsToDouble(
                        means.accumulateAndGet(
                                at,
                                Double.doubleToLongBits(millis),
                                (before, now) ->
                                        Double.doubleToLongBits(
                                                smoothed(
                                                        Double.longBitsToDouble(before),
                                                        Double.longBitsToDouble(now)))));
        long reliedOn = relied.get(at);
        double before = Double.longBitsToDouble(reliedOn);
        if (Math.abs(mean - before) > NOTABLE * before
                && relied.compareAndSet(at, reliedOn, Double.doubleToLongBits(mean))) {
            version.incrementAndGet();
        }
    }

    private static double smoothed(double before, double now) {
        return before + SMOOTHING * (now - before);
    }
}
