package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.KeyRef;
import io.mpreg.engine.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What the regions of a node share: the locks of the keys, the loads under way, who depends on
 * whom, and what left without being asked to.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Ledger {

    /** An entry that had to make room or whose time was over. */
    record Left(Entry entry, Departure why) {}

    private final Clock clock;
    private final Executor workers;
    private final Stripes stripes = new Stripes();
    private final Flights flights = new Flights(stripes);
    private final EntryIndex<KeyRef> dependents = new EntryIndex<>();
    private final Queue<Entry> doomed = new ConcurrentLinkedQueue<>();
    private volatile boolean unsettled;
    private final Queue<Left> left = new ConcurrentLinkedQueue<>();

    Ledger(Clock clock, Executor workers) {
        this.clock = clock;
        this.workers = workers;
    }

    /** Where what nobody waits for is done. */
    Executor workers() {
        return workers;
    }

    Clock clock() {
        return clock;
    }

    Stripes stripes() {
        return stripes;
    }

    Flights flights() {
        return flights;
    }

    /** The entries by the keys that they depend on. */
    EntryIndex<KeyRef> dependents() {
        return dependents;
    }

    /**
     * Notes that an entry left by itself, and makes everything that depends on it unreadable at
     * once. Who caused it takes the rest out afterwards, when it holds no locks: {@link #nextLeft}
     * and {@link #nextDoomed}.
     */
    void leftByItself(Entry entry, Departure why) {
        left.add(new Left(entry, why));
        unsettled = true;
        if (dependents.isEmpty()) {
            return;
        }
        Deque<KeyRef> open = new ArrayDeque<>();
        open.add(entry.id());
        while (!open.isEmpty()) {
            for (Entry dependent : dependents.of(open.remove())) {
                if (!dependent.doomed()) {
                    dependent.doom();
                    doomed.add(dependent);
                    unsettled = true;
                    open.add(dependent.id());
                }
            }
        }
    }

    /** Whether something left by itself and nobody has looked after it yet. */
    boolean unsettled() {
        return unsettled;
    }

    /** Begins to look after it; whatever leaves from now on counts as unsettled again. */
    void settling() {
        unsettled = false;
    }

    @Nullable Entry nextDoomed() {
        return doomed.poll();
    }

    @Nullable Left nextLeft() {
        return left.poll();
    }
}
