package io.mpreg.engine.queue.store;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregStorageException;
import io.mpreg.api.queue.Durability;
import io.mpreg.engine.journal.Done;
import io.mpreg.engine.journal.Journal;
import io.mpreg.engine.journal.Level;
import io.mpreg.engine.queue.QueueStore.Progress;
import io.mpreg.engine.queue.StoredMark;
import io.mpreg.engine.time.Platform;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Releases records of a journal, many with one record: those that come while the last release is on
 * its way to the disk go together with the next one.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, the journal's included: it never waits.
 */
final class Releases implements Done {

    private static final Logger LOG = System.getLogger(Releases.class.getName());
    private static final String LOST =
            "{0} messages are not known as duplicates after a restart: {1}";
    private static final Waiting[] NONE = new Waiting[0];
    private static final Duration RETRY = Duration.ofMillis(5);
    private static final int FINISH_ROUNDS = 5_000;
    private static final long FINISH_WAIT_MS = 2;

    private final Journal journal;
    private final Marks marks;
    private final Level level;
    private final Platform platform;
    private final Durability durability;
    private final Object lock = new Object();

    // Guarded by lock.
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private boolean busy;

    // Of the release that is on its way.
    private Waiting[] batch = NONE;
    private boolean unmarked;

    Releases(Journal journal, Marks marks, Level level, Platform platform) {
        this.journal = journal;
        this.marks = marks;
        this.level = level;
        this.platform = platform;
        this.durability = level == Level.DISK ? Durability.DISK : Durability.OS;
    }

    /**
     * Releases a record, and another one where it is not 0.
     *
     * @param known marks that are there, whatever happens, if the record is not
     */
    void add(long position, long another, List<StoredMark> known, Progress progress) {
        synchronized (lock) {
            waiting.addLast(new Waiting(position, known, progress));
            if (another != 0) {
                waiting.addLast(new Waiting(another, List.of(), Progress.IGNORED));
            }
            if (busy) {
                return;
            }
            busy = true;
        }
        next();
    }

    /** Waits a bounded time until everything that was to be released is. */
    void finish() {
        boolean interrupted = false;
        for (int i = 0; i < FINISH_ROUNDS; i++) {
            journal.drive();
            synchronized (lock) {
                if (!busy) {
                    break;
                }
                try {
                    lock.wait(FINISH_WAIT_MS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void next() {
        synchronized (lock) {
            int count = Math.min(waiting.size(), Journal.MAX_RELEASE);
            if (count == 0) {
                busy = false;
                lock.notifyAll();
                return;
            }
            batch = new Waiting[count];
            for (int i = 0; i < count; i++) {
                batch[i] = waiting.removeFirst();
            }
        }
        unmarked = true;
        release();
    }

    private void release() {
        long[] positions = new long[batch.length];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = batch[i].position;
        }
        try {
            mark();
            journal.tryRelease(positions, level, this);
        } catch (MpregLimitException e) {
            // The journal has no room for this moment.
            platform.timers().schedule(RETRY, this::again);
        } catch (MpregException e) {
            failed(e);
        }
    }

    private void mark() {
        List<StoredMark> known = new ArrayList<>(0);
        for (Waiting one : unmarked ? batch : NONE) {
            known.addAll(one.known);
        }
        if (!known.isEmpty()) {
            try {
                marks.write(known, level);
            } catch (MpregStorageException e) {
                // A full journal has to be emptied first, at the price of these marks; one that
                // has failed refuses the release as well.
                LOG.log(Logger.Level.WARNING, LOST, known.size(), e.getMessage());
            }
        }
        unmarked = false;
    }

    private void again() {
        try {
            platform.workers().execute(this::release);
        } catch (RejectedExecutionException e) {
            release();
        }
    }

    @Override
    public void onDurable(long position) {
        for (Waiting one : batch) {
            one.progress.reached(one.position, durability);
        }
        next();
    }

    @Override
    public void onFailure(MpregStorageException failure) {
        failed(failure);
    }

    private void failed(MpregException failure) {
        Waiting @Nullable [] rest;
        synchronized (lock) {
            rest = waiting.toArray(new Waiting[0]);
            waiting.clear();
            busy = false;
            lock.notifyAll();
        }
        for (Waiting one : batch) {
            one.progress.failed(failure);
        }
        for (Waiting one : rest) {
            one.progress.failed(failure);
        }
    }

    private record Waiting(long position, List<StoredMark> known, Progress progress) {}
}
