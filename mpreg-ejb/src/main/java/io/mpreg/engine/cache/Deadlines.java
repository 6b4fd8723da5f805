package io.mpreg.engine.cache;

import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * The entries whose life ends, by when it does.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Deadlines {

    private final ConcurrentSkipListSet<Entry> byEnd =
            new ConcurrentSkipListSet<>(Deadlines::compare);

    /** Whether there ever was one: most regions have none. */
    private volatile boolean used;

    private static int compare(Entry a, Entry b) {
        // By difference, because the clock's nanoseconds may overflow.
        int byDeadline = Long.signum(a.traits().deadline() - b.traits().deadline());
        return byDeadline != 0 ? byDeadline : Long.compare(a.version(), b.version());
    }

    void add(Entry entry) {
        used = true;
        byEnd.add(entry);
    }

    void remove(Entry entry) {
        if (entry.ends()) {
            byEnd.remove(entry);
        }
    }

    /** The one that ends first. */
    @Nullable Entry first() {
        return used ? firstOf() : null;
    }

    private @Nullable Entry firstOf() {
        // Not first(), which throws if another thread took the last one meanwhile.
        var entries = byEnd.iterator();
        return entries.hasNext() ? entries.next() : null;
    }
}
