package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregSystem;
import io.mpreg.engine.monitor.EventRun;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.UnifiedMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the monitor of publications, which somebody else counts: those that follow each other while
 * nothing else happens go into one run.
 *
 * <p><b>Threads.</b> Used in turns of the {@link Sequencer} only.
 */
final class Publications {

    private static final int MOST = 64;

    /** How many places may be taken behind a run that is still used. */
    private static final int FAR = 512;

    private static final String TYPE = "message.published";

    private final Monitor monitor;
    private @Nullable EventRun run;
    private long end;
    private int length = 1;

    Publications(Monitor monitor) {
        this.monitor = monitor;
    }

    /**
     * Notes that a message is about to be dispatched.
     *
     * @param fresh whether its id was made just now
     */
    void add(UnifiedMessage message, long now, boolean fresh) {
        if (!monitor.watches(MpregSystem.PUBSUB)) {
            return;
        }
        Object correlation = Hub.correlation(message);
        boolean alone = fresh && correlation == message.id();
        EventRun to = run;
        if (to == null || to.size() == to.capacity() || !fits(alone)) {
            to = next(now, alone);
        }
        if (to == null) {
            monitor.remember(Hub.event(TYPE, message, 0, true, Map.of()), now);
        } else {
            to.add(message.id(), correlation, message.topic(), now, 0);
        }
    }

    /*
     * A place of a run stands for what happens now only as long as nobody took one behind it: else
     * an answer might stand before its question. Of a message whose id is new and which is tied to
     * nothing else, nothing was noted before: its publication may stand anywhere.
     */
    private boolean fits(boolean alone) {
        long since = monitor.since(end);
        return since == 0 || alone && since < FAR;
    }

    /* A run that ended early is followed by one that is as long as that one became. */
    private @Nullable EventRun next(long now, boolean alone) {
        EventRun last = run;
        if (last != null) {
            boolean outgrown = last.size() == last.capacity() && fits(alone);
            length = outgrown ? Math.min(MOST, 2 * length) : last.size();
        }
        run = null;
        long place = monitor.reserve(MpregSystem.PUBSUB, length);
        if (place >= 0) {
            EventRun begun = new EventRun(TYPE, MpregSystem.PUBSUB, Map.of(), length);
            monitor.place(place, begun, now);
            run = begun;
            end = place + length;
        } else {
            length = 1;
        }
        return run;
    }
}
