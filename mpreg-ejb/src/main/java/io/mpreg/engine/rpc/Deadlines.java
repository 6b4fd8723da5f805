package io.mpreg.engine.rpc;

import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Time-outs of many calls that have the same few lengths: those of one length stand in a line, in
 * which they fall due in the order in which they came, and one timer waits for the first of each.
 * To set and to call off one costs a turn in a list instead of a timer.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Actions run on the timer's thread and
 * must be short.
 */
final class Deadlines {

    /** So many lengths have lines; others get timers of their own. */
    private static final int MOST_LINES = 64;

    private final Timers timers;
    private final Clock clock;
    private final Map<Duration, Line> lines = new ConcurrentHashMap<>();

    Deadlines(Timers timers, Clock clock) {
        this.timers = timers;
        this.clock = clock;
    }

    /** Runs an action once, after a time, unless it is called off. */
    Timers.Timer schedule(Duration time, Runnable action) {
        Line line = lines.get(time);
        if (line == null) {
            if (lines.size() >= MOST_LINES) {
                return timers.schedule(time, action);
            }
            line = lines.computeIfAbsent(time, Line::new);
        }
        return line.add(action);
    }

    /** Those of one length. */
    private final class Line {

        private final long nanos;

        // Guarded by this.
        private @Nullable Entry first;
        private @Nullable Entry last;
        private Timers.@Nullable Timer timer;

        Line(Duration time) {
            nanos = time.toNanos();
        }

        synchronized Entry add(Runnable action) {
            Entry entry = new Entry(this, action, clock.nanos() + nanos);
            entry.before = last;
            if (last == null) {
                first = entry;
            } else {
                last.after = entry;
            }
            last = entry;
            if (timer == null) {
                arm(nanos);
            }
            return entry;
        }

        private void arm(long delay) {
            timer = timers.schedule(Duration.ofNanos(delay), this::due);
        }

        synchronized boolean remove(Entry entry) {
            if (!entry.waits) {
                return false;
            }
            unlink(entry);
            Timers.Timer idle = timer;
            if (first == null && idle != null) {
                idle.cancel();
                timer = null;
            }
            return true;
        }

        private void unlink(Entry entry) {
            entry.waits = false;
            Entry before = entry.before;
            Entry after = entry.after;
            if (before == null) {
                first = after;
            } else {
                before.after = after;
            }
            if (after == null) {
                last = before;
            } else {
                after.before = before;
            }
        }

        private void due() {
            List<Runnable> actions = new ArrayList<>();
            synchronized (this) {
                timer = null;
                long now = clock.nanos();
                Entry next;
                while ((next = first) != null && next.due - now <= 0) {
                    unlink(next);
                    actions.add(next.action);
                }
                if (next != null) {
                    arm(next.due - now);
                }
            }
            actions.forEach(Runnable::run);
        }
    }

    /** One time-out. */
    private static final class Entry implements Timers.Timer {

        private final Line line;
        private final Runnable action;
        private final long due;

        // Guarded by the line.
        private @Nullable Entry before;
        private @Nullable Entry after;
        private boolean waits = true;

        Entry(Line line, Runnable action, long due) {
            this.line = line;
            this.action = action;
            this.due = due;
        }

        @Override
        public boolean cancel() {
            return line.remove(this);
        }
    }
}
