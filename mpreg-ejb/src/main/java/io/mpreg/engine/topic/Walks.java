package io.mpreg.engine.topic;

import io.mpreg.engine.time.Lanes;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The readers of a tree: lent out for one match each. There are as many as were ever at work at the
 * same time, up to the number of lanes.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; nobody waits.
 */
final class Walks {

    private static final int LANES = 32;
    private static final int TRIES = 4;

    /** How far neighbours are apart, so that no two threads change the same cache line. */
    private static final int STRIDE = 16;

    private final Tree tree;
    private final AtomicReferenceArray<Lookup> lanes = new AtomicReferenceArray<>(LANES * STRIDE);

    Walks(Tree tree) {
        this.tree = tree;
    }

    Lookup take() {
        int lane = Lanes.current(LANES);
        for (int i = 0; i < TRIES; i++) {
            int at = (lane + i & LANES - 1) * STRIDE;
            if (lanes.getPlain(at) != null) {
                Lookup lookup = lanes.getAndSet(at, null);
                if (lookup != null) {
                    return lookup;
                }
            }
        }
        return new Lookup(tree);
    }

    void give(Lookup lookup) {
        int lane = Lanes.current(LANES);
        for (int i = 0; i < TRIES; i++) {
            int at = (lane + i & LANES - 1) * STRIDE;
            if (lanes.getPlain(at) == null && lanes.compareAndSet(at, null, lookup)) {
                return;
            }
        }
        lookup.leave();
    }
}
