package io.mpreg.engine.topic;

import io.mpreg.engine.time.Lanes;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The readers of a tree: one for each match at work, used again and again.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; nobody waits.
 */
final class Walks {

    private static final int LANES = 32;
    private static final int TRIES = 4;

    private final Tree tree;
    private final AtomicReferenceArray<Lookup> lanes = new AtomicReferenceArray<>(LANES);

    Walks(Tree tree) {
        this.tree = tree;
    }

    /** A reader that has begun; {@link Lookup#close} it. */
    Lookup begin() {
        int lane = Lanes.current(LANES);
        for (int i = 0; i < TRIES; i++) {
            int at = lane + i & LANES - 1;
            Lookup lookup = lanes.getAcquire(at);
            if (lookup == null) {
                Lookup more = new Lookup(tree, true);
                lookup = lanes.compareAndExchange(at, null, more);
                if (lookup == null) {
                    lookup = more;
                } else {
                    more.leave();
                }
            }
            if (lookup.begin()) {
                return lookup;
            }
        }
        // Many threads, or matches within matches: one more, for this time only.
        Lookup more = new Lookup(tree, false);
        more.begin();
        return more;
    }
}
