package io.mpreg.engine.pubsub;

import io.mpreg.engine.time.Clock;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Every dropped message by reason, and the last of them one by one.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class DropLedger {

    private static final Logger LOG = System.getLogger(DropLedger.class.getName());

    private final int capacity;
    private final Pace pace;
    private final Object lock = new Object();

    // Guarded by lock.
    private final Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
    private final ArrayDeque<DropRun> last = new ArrayDeque<>();
    private int remembered;
    private long all;

    /**
     * @param capacity how many of the last drops are remembered
     */
    DropLedger(int capacity, Clock clock) {
        this.capacity = capacity;
        this.pace = new Pace(Duration.ofSeconds(10), clock);
        for (DropReason reason : DropReason.values()) {
            counts.put(reason, 0L);
        }
    }

    /** Notes drops, one at least; returns how many there were so far. */
    long add(DropRun drops) {
        long sum;
        synchronized (lock) {
            counts.merge(drops.reason(), (long) drops.size(), Long::sum);
            all += drops.size();
            sum = all;
            last.addLast(drops);
            remembered += drops.size();
            while (remembered - last.getFirst().size() >= capacity) {
                remembered -= last.removeFirst().size();
            }
        }
        if (drops.reason() != DropReason.COALESCED && pace.allows()) {
            LOG.log(
                    Logger.Level.WARNING,
                    "subscription ''{0}'' lost a message on ''{1}'' ({2}): its listener is slower"
                            + " than the publishers; {3} messages were dropped on this node so far",
                    drops.subscription(),
                    drops.first().topic(),
                    drops.reason(),
                    sum);
        }
        return sum;
    }

    Map<DropReason, Long> counts() {
        synchronized (lock) {
            return new EnumMap<>(counts);
        }
    }

    /** The last drops, the oldest first. */
    List<Drop> last() {
        List<Drop> drops = new ArrayList<>();
        synchronized (lock) {
            last.forEach(run -> run.into(drops));
        }
        drops.sort(Comparator.comparingLong(Drop::millis));
        return List.copyOf(drops.subList(Math.max(0, drops.size() - capacity), drops.size()));
    }
}
