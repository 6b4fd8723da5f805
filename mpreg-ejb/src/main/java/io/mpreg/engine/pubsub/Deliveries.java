package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregSystem;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.route.UnifiedMessage;
import java.util.Arrays;
import java.util.Map;

/**
 * Tells the monitor of deliveries, each before its listener runs, and counts them: several at once
 * while they are quick.
 *
 * <p><b>Threads.</b> Belongs to the thread that delivers.
 */
final class Deliveries {

    private static final int MOST = 64;
    private static final Event[] NONE = new Event[0];

    private final Hub hub;
    private final boolean watched;
    private Event[] events = NONE;
    private int count;
    private int unwatched;
    private int chunk = 1;
    private int left;
    private long place;
    private long since;

    Deliveries(Hub hub) {
        this.hub = hub;
        this.watched = hub.monitor.watches(MpregSystem.PUBSUB);
    }

    /** Notes that a message is handed to a listener. */
    void add(UnifiedMessage message, boolean replayed, Map<String, String> details) {
        if (!watched) {
            if (++unwatched == MOST) {
                flush();
            }
            return;
        }
        long now = hub.platform.clock().millis();
        if (left == 0) {
            begin(now);
        }
        Event event = hub.delivered(message, now, replayed, details);
        left--;
        if (place < 0) {
            hub.monitor.record(event);
            unwatched++;
            return;
        }
        hub.monitor.place(place++, event, now);
        events[count++] = event;
    }

    /* Places are taken for as many messages as the listener is likely to take within a moment. */
    private void begin(long now) {
        flush();
        chunk = now == since ? Math.min(MOST, 2 * chunk) : 1;
        since = now;
        left = chunk;
        place = hub.monitor.reserve(MpregSystem.PUBSUB, chunk);
        if (events.length < chunk) {
            events = new Event[chunk == 1 ? 1 : MOST];
        }
    }

    /** Counts what was noted. */
    void flush() {
        if (count > 0) {
            hub.monitor.countAll(events, count);
            Arrays.fill(events, 0, count, null);
        }
        int all = count + unwatched;
        if (all > 0) {
            hub.delivered.add(all);
        }
        count = 0;
        unwatched = 0;
    }
}
