package io.mpreg.engine.queue.store;

import io.mpreg.api.queue.Durability;
import io.mpreg.engine.journal.Done;
import io.mpreg.engine.journal.Journal;
import io.mpreg.engine.journal.Level;
import io.mpreg.engine.queue.QueueStore.Progress;
import io.mpreg.engine.queue.StoredMark;
import io.mpreg.engine.time.Platform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * By what messages that are done are known for a while. The marks of messages that are released
 * together are one record, written before the release, which lives as long as the longest of them;
 * beyond {@link #MOST} marks those that end first are given up.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; never waits.
 */
final class Marks {

    static final int MOST = 1_000_000;

    private static final byte[] NOTHING = new byte[0];
    private static final Duration LEAST = Duration.ofSeconds(1);

    private final JournalStore.Work work;
    private final Journal journal;
    private final Platform platform;
    private final Object lock = new Object();

    // Guarded by lock.
    private final PriorityQueue<Kept> records =
            new PriorityQueue<>(Comparator.comparingLong(Kept::until));
    private long count;
    private boolean awaited;

    Marks(JournalStore.Work work, Journal journal, Platform platform) {
        this.work = work;
        this.journal = journal;
        this.platform = platform;
    }

    /** Takes in a record that was found in the journal. */
    void known(long position, List<StoredMark> marks) {
        keep(position, marks.size(), marks.stream().mapToLong(StoredMark::until).max().orElse(0));
    }

    /**
     * Writes marks: what is appended after this is safe only if they are.
     *
     * @throws io.mpreg.api.MpregException if the journal does not take them
     */
    void write(List<StoredMark> marks, Level level) {
        long until = marks.stream().mapToLong(StoredMark::until).max().orElse(0);
        List<byte[]> forms = MarkForm.write(marks);
        for (byte[] form : forms) {
            long position =
                    journal.tryAppend(JournalStore.MARKS, form, NOTHING, level, Done.IGNORED);
            keep(position, marks.size() / forms.size() + 1, until);
        }
    }

    private void keep(long position, int marks, long until) {
        synchronized (lock) {
            records.add(new Kept(position, marks, until));
            count += marks;
        }
        tidy();
    }

    /* Releases what is over, and comes again when the next is. */
    private void tidy() {
        List<Kept> over = new ArrayList<>(0);
        Duration next = Duration.ZERO;
        synchronized (lock) {
            long now = platform.clock().millis();
            Kept first;
            while ((first = records.peek()) != null && (first.until <= now || count > MOST)) {
                over.add(records.remove());
                count -= first.marks;
            }
            if (first != null && !awaited) {
                awaited = true;
                next = Duration.ofMillis(first.until - now);
            }
        }
        for (Kept kept : over) {
            work.release(kept.position, 0, Durability.OS, Progress.IGNORED);
        }
        if (!next.isZero()) {
            Duration wait = next.compareTo(LEAST) < 0 ? LEAST : next;
            platform.timers().schedule(wait, this::again);
        }
    }

    private void again() {
        synchronized (lock) {
            awaited = false;
        }
        tidy();
    }

    private record Kept(long position, int marks, long until) {}
}
