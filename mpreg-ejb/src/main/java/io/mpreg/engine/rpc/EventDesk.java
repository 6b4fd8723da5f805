package io.mpreg.engine.rpc;

import io.mpreg.api.MpregLimitException;
import io.mpreg.api.rpc.EventDependency;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps account of the events that commands of this node wait for.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class EventDesk {

    private final Host host;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger commands = new AtomicInteger();

    EventDesk(Host host) {
        this.host = host;
    }

    /**
     * Admits the events of one request; they are waited for once they are opened.
     *
     * @throws MpregLimitException if that were too many
     */
    EventWaits reserve(List<EventPlan> events, EventWaits.Listener listener) {
        int limit = host.settings().maxEventWaits();
        if (waiting.addAndGet(events.size()) > limit) {
            waiting.addAndGet(-events.size());
            throw MpregLimitException.of(
                    "the node's commands wait for "
                            + limit
                            + " events, no more are admitted (mpreg.rpc.max-event-waits)",
                    limit);
        }
        for (EventPlan event : events) {
            if (isCommand(event)) {
                commands.incrementAndGet();
            }
        }
        return new EventWaits(
                events.stream().map(event -> new EventWait(host, event, this, listener)).toList());
    }

    void closed(EventPlan event) {
        waiting.decrementAndGet();
        if (isCommand(event)) {
            commands.decrementAndGet();
        }
    }

    /** Whether some command waits for another one of another request. */
    boolean commandsAwaited() {
        return commands.get() > 0;
    }

    /** How many events are waited for. */
    int waiting() {
        return waiting.get();
    }

    private static boolean isCommand(EventPlan event) {
        return event.spec().type() == EventDependency.Type.RPC_COMMAND;
    }
}
