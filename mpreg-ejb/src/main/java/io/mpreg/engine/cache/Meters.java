package io.mpreg.engine.cache;

import io.mpreg.api.cache.CacheStats;
import java.util.concurrent.atomic.LongAdder;

/** The counts of a region. */
final class Meters {

    final UseCounts uses = new UseCounts();
    final LongAdder loads = new LongAdder();
    final LongAdder loadNanos = new LongAdder();
    final LongAdder evictions = new LongAdder();
    final LongAdder expirations = new LongAdder();
    final LongAdder invalidations = new LongAdder();

    /** How often something that another node told was missing. */
    final LongAdder gaps = new LongAdder();

    /** How often writers did not know of each other. */
    final LongAdder conflicts = new LongAdder();

    final LongAdder refreshes = new LongAdder();
    final LongAdder failedRefreshes = new LongAdder();

    static final CacheStats NOTHING = new CacheStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    CacheStats stats(long size, long bytes) {
        long found = uses.hits();
        long missed = uses.misses();
        long loaded = loads.sum();
        return new CacheStats(
                found,
                missed,
                found + missed == 0 ? 0 : (double) found / (found + missed),
                size,
                bytes,
                loaded,
                loaded == 0 ? 0 : loadNanos.sum() / 1e6 / loaded,
                evictions.sum(),
                expirations.sum(),
                invalidations.sum());
    }
}
