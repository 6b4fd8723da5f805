package io.mpreg.engine.cache;

import io.mpreg.engine.time.Clock;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/*
 * Caffeine notes uses and writes, and asks now and then for a run that orders its entries
 * accordingly and makes room. To wake a thread for each takes longer than such a run itself.
 */
/**
 * Runs what a store has to do now and then on the threads of those who use it, and no more often
 * than is worth it: what is asked for too soon is put off until somebody is told to catch up.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. {@link #execute} is called by one at a
 * time.
 */
final class Upkeep implements Executor {

    private static final long PAUSE_NANOS = 100_000;

    private final Clock clock;
    private volatile long last;
    private volatile @Nullable Runnable due;

    Upkeep(Clock clock) {
        this.clock = clock;
        this.last = clock.nanos() - PAUSE_NANOS;
    }

    @Override
    public void execute(Runnable task) {
        long now = clock.nanos();
        if (now - last < PAUSE_NANOS) {
            due = task;
        } else {
            last = now;
            task.run();
        }
    }

    /** Does what was put off. */
    void catchUp() {
        Runnable task = due;
        if (task != null) {
            due = null;
            last = clock.nanos();
            task.run();
        }
    }
}
