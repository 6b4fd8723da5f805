package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregSystem;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.route.UnifiedMessage;
import java.util.Arrays;
import java.util.Map;

/**
 * Counts deliveries and tells the monitor of them: several at once while they are quick.
 *
 * <p><b>Threads.</b> Belongs to the thread that delivers.
 */
final class Deliveries {

    private static final int MOST = 64;
    private static final int FEW = 8;
    private static final Event[] NONE = new Event[0];

    private final Hub hub;
    private final boolean watched;
    private Event[] events = NONE;
    private int count;
    private int unwatched;
    private long since;

    Deliveries(Hub hub) {
        this.hub = hub;
        this.watched = hub.monitor.watches(MpregSystem.PUBSUB);
    }

    /** Notes that a listener is done with a message. */
    void add(UnifiedMessage message, boolean replayed, Map<String, String> details) {
        if (!watched) {
            if (++unwatched == MOST) {
                flush();
            }
            return;
        }
        long now = hub.platform.clock().millis();
        if (count == 0) {
            since = now;
        } else if (count == MOST || now != since) {
            flush();
            since = now;
        }
        if (count == events.length) {
            events = Arrays.copyOf(events, count == 0 ? FEW : MOST);
        }
        events[count++] = hub.delivered(message, now, replayed, details);
    }

    /** Makes known what was noted. */
    void flush() {
        if (count > 0) {
            hub.monitor.recordAll(events, count);
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
