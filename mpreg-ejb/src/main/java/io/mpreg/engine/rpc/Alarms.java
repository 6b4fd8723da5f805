package io.mpreg.engine.rpc;

import io.mpreg.engine.time.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one request has set for later: its timers and the events it waits for. Touched by one thread
 * at a time; what falls due comes through the mailbox.
 */
final class Alarms {

    private final Timers timers;
    private final Mailbox mailbox;
    private Timers.@Nullable Timer request;
    private Timers.@Nullable Timer heartbeat;
    private @Nullable EventWaits waits;
    private boolean closed;

    Alarms(Timers timers, Mailbox mailbox) {
        this.timers = timers;
        this.mailbox = mailbox;
    }

    void waits(EventWaits opened) {
        waits = opened;
    }

    void request(Duration time, Runnable action) {
        request = schedule(time, action);
    }

    void heartbeat(Duration time, Runnable action) {
        if (!closed) {
            heartbeat = schedule(time, action);
        }
    }

    Timers.Timer command(Duration time, Runnable action) {
        return schedule(time, action);
    }

    void stop(Run run) {
        Timers.Timer timer = run.timer;
        if (timer != null) {
            timer.cancel();
            run.timer = null;
        }
    }

    void close() {
        closed = true;
        cancel(request);
        cancel(heartbeat);
        if (waits != null) {
            waits.close();
        }
    }

    private Timers.Timer schedule(Duration time, Runnable action) {
        return timers.schedule(time, () -> mailbox.postLater(action));
    }

    private static void cancel(Timers.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
