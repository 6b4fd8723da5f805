package io.mpreg.engine.queue;

import io.mpreg.engine.time.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Wakes a queue when something in it falls due; there is at most one timer at a time. Guarded by
 * the queue's lock.
 */
final class Alarm {

    static final long NEVER = Long.MAX_VALUE;
    private static final long LONGEST = Duration.ofDays(1).toMillis();
    private static final Duration RETRY = Duration.ofMillis(250);

    private final Hub hub;
    private final Runnable tick;
    private long set = NEVER;
    private Timers.@Nullable Timer timer;
    private boolean off;

    Alarm(Hub hub, Runnable tick) {
        this.hub = hub;
        this.tick = tick;
    }

    /** Sees to it that the queue wakes at that time at the latest. */
    void by(long due) {
        if (due >= set || off) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        set = due;
        long wait = Math.min(LONGEST, Math.max(0, due - hub.now()));
        timer = hub.platform.timers().schedule(Duration.ofMillis(wait), this::ring);
    }

    /** Notes that the queue is awake. */
    void rang() {
        set = NEVER;
        timer = null;
    }

    void off() {
        off = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    private void ring() {
        try {
            hub.platform.workers().execute(tick);
        } catch (RuntimeException e) {
            hub.platform.timers().schedule(RETRY, this::ring);
        }
    }
}
