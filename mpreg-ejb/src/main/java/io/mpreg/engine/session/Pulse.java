package io.mpreg.engine.session;

import io.mpreg.engine.time.Timers;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then whether the other end of a session is still there: it must have sent a frame
 * or answered a ping.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Pulse {

    /** The other end goes away without a word. */
    private static final int GOING_AWAY = 1001;

    private final Session session;
    private volatile boolean heard;
    private int missed;
    private volatile boolean stopped;
    private volatile Timers.@Nullable Timer timer;

    Pulse(Session session) {
        this.session = session;
    }

    /** Begins to look. */
    void start() {
        heard = true;
        later();
    }

    void heard() {
        if (!heard) {
            heard = true;
        }
    }

    void stop() {
        stopped = true;
        Timers.Timer due = timer;
        if (due != null) {
            due.cancel();
        }
    }

    private void later() {
        timer =
                session.host()
                        .platform()
                        .timers()
                        .schedule(session.host().settings().heartbeat(), this::beat);
        if (stopped) {
            stop();
        }
    }

    private void beat() {
        missed = heard ? 0 : missed + 1;
        heard = false;
        Runnable next =
                missed >= session.host().settings().missedBeats()
                        ? () -> session.close(GOING_AWAY, missed + " pings were not answered")
                        : session.outbox()::ping;
        try {
            session.host().platform().workers().execute(next);
        } catch (RejectedExecutionException e) {
            return;
        }
        if (!stopped) {
            later();
        }
    }
}
