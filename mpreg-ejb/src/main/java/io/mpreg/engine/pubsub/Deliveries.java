package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregSystem;
import io.mpreg.engine.monitor.EventRun;
import io.mpreg.engine.route.UnifiedMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the monitor of deliveries, each before its listener runs, and counts them: several at once
 * while they are quick.
 *
 * <p><b>Threads.</b> Belongs to the thread that delivers.
 */
final class Deliveries {

    static final String TYPE = "message.delivered";

    private static final int MOST = 64;

    /** Within how many milliseconds deliveries are one run. */
    private static final long QUICK = 1;

    /** How many deliveries pass between two looks at the clock. */
    private static final int LOOK_EVERY = 8;

    private final Hub hub;
    private final boolean watched;
    private @Nullable EventRun run;
    private int length = 1;
    private int left;
    private int coming;
    private boolean first;
    private int unwatched;
    private long since;
    private long now;

    Deliveries(Hub hub) {
        this.hub = hub;
        this.watched = hub.monitor.watches(MpregSystem.PUBSUB);
    }

    /**
     * Begins with messages that have left the mailbox. Places in the order of events are taken for
     * these only: later ones may be the effects of these.
     */
    void begin(int messages) {
        coming = messages;
        first = true;
    }

    /** Notes that a message is handed to a listener. */
    void add(UnifiedMessage message, boolean replayed, Map<String, String> details) {
        if (!watched) {
            if (++unwatched == MOST) {
                count();
            }
            return;
        }
        if (left == 0 || left % LOOK_EVERY == 0 && isSlow()) {
            next(details);
        }
        left--;
        coming--;
        EventRun to = run;
        if (to == null) {
            hub.monitor.record(hub.delivered(message, now, replayed, details));
            unwatched++;
        } else {
            to.add(
                    message.id(),
                    Hub.correlation(message),
                    message.topic(),
                    now,
                    Hub.latency(message, now, replayed));
        }
    }

    /** Notes that messages are handed to a listener that takes all of them at once. */
    void addAll(Batch batch, Map<String, String> details) {
        int count = batch.count();
        unwatched += watched ? 0 : count;
        now = watched ? hub.platform.clock().millis() : now;
        int next;
        for (int from = 0; watched && from < count; from = next) {
            next = Math.min(count, from + MOST);
            long place =
                    batch.isReplayed(from)
                            ? -1
                            : hub.monitor.reserve(MpregSystem.PUBSUB, next - from);
            if (place >= 0) {
                EventRun told = hub.told.run(batch, from, next - from, now, details);
                hub.monitor.place(place, told, now);
                hub.monitor.countAll(told);
            } else {
                record(batch, from, next, details);
            }
            unwatched += next - from;
        }
    }

    private void record(Batch batch, int from, int to, Map<String, String> details) {
        for (int i = from; i < to; i++) {
            hub.monitor.record(hub.delivered(batch.get(i), now, batch.isReplayed(i), details));
        }
    }

    private boolean isSlow() {
        now = hub.platform.clock().millis();
        return now - since > QUICK;
    }

    /* A run is as long as the listener is likely to take within a moment. */
    private void next(Map<String, String> details) {
        count();
        now = hub.platform.clock().millis();
        // Before the first one the listener was idle: its speed is what it was then.
        if (!first || length == 1) {
            length = now - since > QUICK ? 1 : Math.min(MOST, 2 * length);
        }
        first = false;
        begin(Math.min(length, Math.max(1, coming)), details);
    }

    private void begin(int messages, Map<String, String> details) {
        since = now;
        left = messages;
        long place = hub.monitor.reserve(MpregSystem.PUBSUB, messages);
        if (place >= 0) {
            EventRun begun = new EventRun(TYPE, MpregSystem.PUBSUB, details, messages);
            hub.monitor.place(place, begun, now);
            run = begun;
        }
    }

    /** Counts what was noted. */
    void end() {
        if (length > 1 && run != null && isSlow()) {
            length = 1;
        }
        count();
        left = 0;
    }

    private void count() {
        int all = unwatched;
        EventRun noted = run;
        if (noted != null) {
            hub.monitor.countAll(noted);
            all += noted.size();
            run = null;
        }
        if (all > 0) {
            hub.delivered.add(all);
        }
        unwatched = 0;
    }
}
