package io.mpreg.client;

/**
 * How quick something of an application has been: only what has proven to be quick, many times and
 * lately, may run where it would hold others up.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; of updates at the same time one may be
 * lost.
 */
final class Quickness {

    /** What takes longer is not quick. */
    private static final long QUICK_NANOS = 1_000_000;

    private static final int FIRST = -32;
    private static final int LEAST = -1024;
    private static final int SLOW = -64;
    private static final int MOST = 64;
    private static final int FINE = 16;

    private volatile int score = FIRST;

    boolean isQuick() {
        return score >= 0;
    }

    /** It waited for something, so it was not just without a processor. */
    void waited() {
        score = LEAST;
    }

    void took(long nanos) {
        int now = score;
        if (nanos > QUICK_NANOS) {
            score = Math.max(Math.min(now, SLOW), now - FINE);
        } else if (now < MOST) {
            score = now + 1;
        }
    }
}
