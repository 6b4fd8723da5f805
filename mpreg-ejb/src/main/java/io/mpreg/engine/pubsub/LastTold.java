package io.mpreg.engine.pubsub;

import io.mpreg.api.MpregSystem;
import io.mpreg.engine.monitor.EventRun;
import io.mpreg.engine.route.UnifiedMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The deliveries that the monitor was told of last. What one turn brings goes to many subscriptions
 * alike as a rule, so their runs of events share what is the same in them.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; those that deliver different messages
 * at a time share nothing.
 */
final class LastTold {

    private volatile @Nullable EventRun last;

    /** The deliveries of some messages of a batch, none of them replayed, at a time. */
    EventRun run(Batch batch, int from, int count, long now, Map<String, String> details) {
        EventRun before = last;
        if (before != null && isSame(before, batch, from, count, now)) {
            return before.with(details);
        }
        EventRun run = new EventRun(Deliveries.TYPE, MpregSystem.PUBSUB, details, count);
        for (int i = 0; i < count; i++) {
            UnifiedMessage message = batch.get(from + i);
            run.add(
                    message.id(),
                    Hub.correlation(message),
                    message.topic(),
                    now,
                    Hub.latency(message, now, false));
        }
        last = run;
        return run;
    }

    private static boolean isSame(EventRun before, Batch batch, int from, int count, long now) {
        if (before.size() != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (!before.tells(i, batch.get(from + i).id(), now)) {
                return false;
            }
        }
        return true;
    }
}
