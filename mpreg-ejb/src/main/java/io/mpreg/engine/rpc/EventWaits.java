package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import java.util.List;

/**
 * The events that one request waits for.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @param waits one per event
 */
record EventWaits(List<EventWait> waits) {

    /** Hears what becomes of the events, each once; on any thread. */
    interface Listener {
        void arrived(EventPlan event, Payload value);

        void failed(EventPlan event, Outcome outcome);
    }

    /** Waits from now on. */
    void open() {
        waits.forEach(EventWait::open);
    }

    /** Waits for nothing any more. */
    void close() {
        waits.forEach(EventWait::close);
    }
}
