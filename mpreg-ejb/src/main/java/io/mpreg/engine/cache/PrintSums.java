package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Prints;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The fingerprints of a region, kept up with every entry that comes and goes.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class PrintSums {

    private final AtomicLongArray sums = new AtomicLongArray(Prints.PARTS);

    /** Counts the print of an entry instead of another's; 0 stands for none. */
    void replace(String key, long before, long after) {
        if (before != after) {
            sums.addAndGet(Prints.part(key), after - before);
        }
    }

    /** As they are now. */
    Prints now() {
        long[] now = new long[Prints.PARTS];
        for (int part = 0; part < now.length; part++) {
            now[part] = sums.get(part);
        }
        return Prints.of(now);
    }
}
