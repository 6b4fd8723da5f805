package io.mpreg.engine.topic;

import io.mpreg.engine.time.Lanes;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The readers of a tree: one for each match at work, used again and again.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; nobody waits.
 */
final class Walks {

    private static final int LANES = 32;
    private static final int TRIES = 4;

    private final Tree tree;
    private final AtomicReferenceArray<Lookup> own = new AtomicReferenceArray<>(LANES);
    private final AtomicReferenceArray<Lookup> shared = new AtomicReferenceArray<>(LANES);

    Walks(Tree tree) {
        this.tree = tree;
    }

    /** A reader that has begun; {@link Lookup#close} it. */
    Lookup begin() {
        int lane = Lanes.current(LANES);
        Lookup lookup = own.getAcquire(lane);
        if (lookup != null && lookup.belongsTo(Thread.currentThread()) && lookup.begin()) {
            return lookup;
        }
        return search(lane);
    }

    private Lookup search(int lane) {
        Thread thread = Thread.currentThread();
        for (int i = 0; i < TRIES; i++) {
            int at = lane + i & LANES - 1;
            Lookup lookup = own.getAcquire(at);
            if (lookup == null || lookup.belongsTo(null)) {
                lookup = replace(own, at, lookup, new Lookup(tree, thread));
            }
            if (lookup.belongsTo(thread)) {
                if (lookup.begin()) {
                    return lookup;
                }
                // A match within a match.
                break;
            }
        }
        for (int i = 0; i < TRIES; i++) {
            int at = lane + i & LANES - 1;
            Lookup lookup = shared.getAcquire(at);
            if (lookup == null) {
                lookup = replace(shared, at, null, new Lookup(tree, null));
            }
            if (lookup.begin()) {
                return lookup;
            }
        }
        // Many threads, or matches within matches: one more, for this time only.
        Lookup more = new Lookup(tree, null);
        more.begin();
        return more.once();
    }

    /** Puts another reader in the place of one, unless somebody else did; the one that is there. */
    private static Lookup replace(
            AtomicReferenceArray<Lookup> lanes, int at, @Nullable Lookup before, Lookup after) {
        Lookup there = lanes.compareAndExchange(at, before, after);
        if (there == before) {
            if (before != null) {
                before.leave();
            }
            return after;
        }
        after.leave();
        return there;
    }
}
