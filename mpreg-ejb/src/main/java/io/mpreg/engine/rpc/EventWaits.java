package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * The events that one request waits for.
 *
 * <p><b>Threads.</b> {@link #close} is safe for use by any number of threads.
 */
final class EventWaits {

    /** Hears what becomes of the events, each once; on any thread. */
    interface Listener {
        void arrived(EventPlan event, Payload value);

        void failed(EventPlan event, Outcome outcome);
    }

    private final Host host;
    private final EventDesk desk;
    private final Listener listener;
    private final List<EventWait> waits = new ArrayList<>(1);

    EventWaits(Host host, EventDesk desk, Listener listener) {
        this.host = host;
        this.desk = desk;
        this.listener = listener;
    }

    void await(EventPlan event) {
        EventWait wait = new EventWait(host, event, desk, listener);
        waits.add(wait);
        wait.open();
    }

    /** Waits for nothing any more. */
    void close() {
        waits.forEach(EventWait::close);
    }
}
