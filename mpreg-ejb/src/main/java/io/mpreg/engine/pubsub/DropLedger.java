package io.mpreg.engine.pubsub;

import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.Clock;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Every dropped message by reason, and the last of them one by one.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class DropLedger {

    private static final Logger LOG = System.getLogger(DropLedger.class.getName());

    private final Clock clock;
    private final LongAdder[] counts = new LongAdder[DropReason.values().length];
    private final AtomicReferenceArray<Drop> last;
    private final AtomicLong next = new AtomicLong();
    private final Pace pace;

    DropLedger(int capacity, Clock clock) {
        this.clock = clock;
        this.last = new AtomicReferenceArray<>(capacity);
        this.pace = new Pace(Duration.ofSeconds(10), clock);
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** Notes a drop; returns how many there were so far. */
    long add(UnifiedMessage message, String subscription, DropReason reason) {
        counts[reason.ordinal()].increment();
        Drop drop =
                new Drop(
                        message.id(),
                        message.topic().value(),
                        subscription,
                        reason,
                        clock.millis());
        last.set((int) (next.getAndIncrement() % last.length()), drop);
        if (reason != DropReason.COALESCED && pace.allows()) {
            LOG.log(
                    Logger.Level.WARNING,
                    "subscription ''{0}'' lost a message on ''{1}'' ({2}): its listener is slower"
                            + " than the publishers; {3} messages were dropped on this node so far",
                    subscription,
                    drop.topic(),
                    reason,
                    next.get());
        }
        return next.get();
    }

    Map<DropReason, Long> counts() {
        Map<DropReason, Long> result = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            result.put(reason, counts[reason.ordinal()].sum());
        }
        return result;
    }

    /** The last drops, the oldest first. */
    List<Drop> last() {
        List<Drop> drops = new ArrayList<>();
        long end = next.get();
        for (long i = Math.max(0, end - last.length()); i < end; i++) {
            Drop drop = last.get((int) (i % last.length()));
            if (drop != null) {
                drops.add(drop);
            }
        }
        drops.sort(Comparator.comparingLong(Drop::millis));
        return drops;
    }
}
