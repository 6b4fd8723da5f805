package io.mpreg.engine.pubsub.store;

import io.mpreg.api.MpregException;
import io.mpreg.engine.journal.Done;
import io.mpreg.engine.journal.Journal;
import io.mpreg.engine.journal.Level;
import io.mpreg.engine.time.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Releases records several at once: when enough have come together, or a moment after the first.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; what comes while the journal takes none
 * waits for the next time.
 */
final class Releases {

    private static final int TOGETHER = 256;
    private static final int MOST = 4096;
    private static final Duration SOON = Duration.ofMillis(50);

    private final Journal journal;
    private final Level level;
    private final Platform platform;
    private final Object lock = new Object();

    // Guarded by lock.
    private List<Saved> waiting = new ArrayList<>();
    private boolean timed;

    Releases(Journal journal, Level level, Platform platform) {
        this.journal = journal;
        this.level = level;
        this.platform = platform;
    }

    void add(Saved record) {
        boolean enough;
        boolean later;
        synchronized (lock) {
            waiting.add(record);
            enough = waiting.size() % TOGETHER == 0;
            later = !enough && !timed;
            timed |= later;
        }
        if (enough) {
            flush();
        } else if (later) {
            platform.timers().schedule(SOON, this::soon);
        }
    }

    /** Releases what has come together, without waiting. */
    void flush() {
        for (List<Saved> some = next(); !some.isEmpty(); some = next()) {
            try {
                journal.tryRelease(positions(some), level, Done.IGNORED);
            } catch (MpregException e) {
                // The journal is full of work, failed or closed; its status says so.
                synchronized (lock) {
                    waiting.addAll(some);
                }
                return;
            }
        }
    }

    /** Releases what has come together, waiting for room. */
    void finish() {
        for (List<Saved> some = next(); !some.isEmpty(); some = next()) {
            journal.release(positions(some), level, Done.IGNORED);
        }
    }

    private void soon() {
        synchronized (lock) {
            timed = false;
        }
        flush();
    }

    private List<Saved> next() {
        synchronized (lock) {
            if (waiting.size() <= MOST) {
                List<Saved> all = waiting;
                waiting = new ArrayList<>();
                return all;
            }
            List<Saved> rest = waiting.subList(MOST, waiting.size());
            List<Saved> some = new ArrayList<>(waiting.subList(0, MOST));
            waiting = new ArrayList<>(rest);
            return some;
        }
    }

    private static long[] positions(List<Saved> some) {
        return some.stream().mapToLong(Saved::position).toArray();
    }
}
