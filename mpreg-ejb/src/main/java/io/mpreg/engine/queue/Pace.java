package io.mpreg.engine.queue;

import java.util.Arrays;

/** How often something happens, over the last ten full seconds. Guarded by the queue's lock. */
final class Pace {

    private static final int SECONDS = 10;
    private static final int SLOTS = SECONDS + 1;
    private static final long MILLIS = 1_000;

    private final int[] counts = new int[SLOTS];
    private long second = Long.MIN_VALUE;
    private int slot;
    private final long began;

    /**
     * @param now the time in queues, in milliseconds
     */
    Pace(long now) {
        began = now;
    }

    /** It happened. */
    void count(long now) {
        if (Math.floorDiv(now, MILLIS) != second) {
            turn(Math.floorDiv(now, MILLIS));
        }
        counts[slot]++;
    }

    /** Times per second; over the time since the beginning while that is shorter. */
    double perSecond(long now) {
        turn(Math.floorDiv(now, MILLIS));
        long sum = -counts[slot];
        for (int count : counts) {
            sum += count;
        }
        long passed = Math.min(SECONDS, Math.floorDiv(now, MILLIS) - Math.floorDiv(began, MILLIS));
        return passed < 1 ? counts[slot] : sum / (double) passed;
    }

    private void turn(long now) {
        if (second == Long.MIN_VALUE || now - second >= SLOTS) {
            Arrays.fill(counts, 0);
        } else {
            for (long next = second + 1; next <= now; next++) {
                counts[(int) Math.floorMod(next, (long) SLOTS)] = 0;
            }
        }
        second = now;
        slot = (int) Math.floorMod(now, (long) SLOTS);
    }
}
