package io.mpreg.engine.rpc;

import io.mpreg.engine.time.Clock;
import java.time.Duration;

/**
 * How reliable a provider was lately: 1 for one that answers, less for one that is lost or lets
 * time run out. What an answer says does not matter.
 *
 * <p>Half of what it lacks comes back with every half-life, so that one that is avoided is tried
 * again.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Health {

    private static final double LEAST = 1.0 / 16;
    private static final double GAIN = 0.25;
    private static final double HALF_LIFE = Duration.ofSeconds(10).toNanos();

    private final Clock clock;
    private double lacks;
    private long at;

    Health(Clock clock) {
        this.clock = clock;
    }

    synchronized void answered() {
        if (lacks > 0) {
            recover();
            lacks -= lacks * GAIN;
        }
    }

    synchronized void failed() {
        recover();
        lacks += (1 - lacks) / 2;
    }

    /** From 1/16 to 1, in steps, so that those that are about as good as each other are equals. */
    synchronized double score() {
        if (lacks == 0) {
            return 1;
        }
        recover();
        return Math.max(LEAST, Math.rint((1 - lacks) / LEAST) * LEAST);
    }

    private void recover() {
        long now = clock.nanos();
        lacks *= Math.pow(0.5, (now - at) / HALF_LIFE);
        at = now;
        if (lacks < LEAST / 16) {
            lacks = 0;
        }
    }
}
