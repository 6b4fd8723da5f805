package io.mpreg.engine.journal;

import io.mpreg.api.MpregStorageException;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes and forces what waits, all in one go.
 *
 * <p>Two orders make the log readable after a crash: a segment is forced before anything is written
 * into the next, and a mark is written with what is known to be forced at that time.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; one has the pen. Its fields are guarded
 * by the pen.
 */
final class Writer {

    private static final Logger LOG = System.getLogger(Writer.class.getName());

    private final Disk disk;
    private final Log log;
    private final ReentrantLock pen = new ReentrantLock();
    private final ByteBuffer mark = ByteBuffer.allocateDirect(Format.HEAD);
    private Segment current;
    private boolean dirty;
    private long lastWritten;
    private volatile long lastForced;
    private long lastMarked;
    private volatile long forces;
    private volatile long segment;
    private volatile Consumer<Runnable> telling = Runnable::run;

    /**
     * @param current the head, forced
     * @param last the sequence of its last record
     */
    Writer(Disk disk, Log log, Segment current, long last) {
        this.disk = disk;
        this.log = log;
        this.current = current;
        this.segment = current.number();
        this.lastWritten = last;
        this.lastForced = last;
        this.lastMarked = last;
    }

    /** Says within what appenders are told. */
    void telling(Consumer<Runnable> turn) {
        telling = turn;
    }

    /** How often the log was forced. */
    long forces() {
        return forces;
    }

    /** The sequence up to which everything is on stable storage. */
    long safe() {
        return lastForced;
    }

    /** The number of the segment that is written now; those before it are complete and forced. */
    long segment() {
        return segment;
    }

    /**
     * Writes what waits.
     *
     * @param wait whether to wait for the pen
     * @return false if there was nothing to write, or another thread is at it
     */
    boolean round(boolean wait) {
        if (pen.isHeldByCurrentThread() || !wait && !pen.tryLock()) {
            return false;
        }
        if (wait) {
            pen.lock();
        }
        try {
            List<Batch> batches = log.take();
            if (batches.isEmpty()) {
                return false;
            }
            write(batches);
            return true;
        } finally {
            pen.unlock();
        }
    }

    /** Writes what waits, forces everything, and says in the log that it did. */
    void finish() {
        round(true);
        pen.lock();
        try {
            if (!log.failed()) {
                forceCurrent();
                lastMarked = -1;
                idleMark();
                current.file.force();
            }
        } catch (IOException e) {
            throw log.fail(Problem.failed(disk, "forcing " + current.name(), e));
        } finally {
            pen.unlock();
        }
    }

    private void write(List<Batch> batches) {
        if (log.failed()) {
            fail(batches, 0, null);
            return;
        }
        int told = 0;
        try {
            boolean force = false;
            for (Batch batch : batches) {
                put(batch);
                force |= batch.force();
            }
            log.written(batches);
            log.confirmed(tell(batches, false));
            told = 1;
            if (force) {
                forceCurrent();
                log.confirmed(tell(batches, true));
                told = 2;
                idleMark();
            }
        } catch (IOException e) {
            fail(batches, told, e);
        }
    }

    private void put(Batch batch) throws IOException {
        if (batch.segment != current) {
            forceCurrent();
            current = batch.segment;
            segment = current.number();
            log.wakeKeeper();
        }
        ByteBuffer content = batch.content();
        putMark(content, current, batch.offset, batch.firstSequence);
        current.file.write(content, batch.offset);
        dirty = true;
        lastWritten = batch.firstSequence + batch.records() - 1;
    }

    private void forceCurrent() throws IOException {
        if (dirty) {
            current.file.force();
            forces++;
            dirty = false;
        }
        lastForced = lastWritten;
    }

    /** Leaves word that the last records are safe, for a start after the process was killed. */
    private void idleMark() throws IOException {
        Log.Place place = lastMarked < lastForced ? log.idlePlace() : null;
        if (place != null && place.segment() == current) {
            mark.clear();
            putMark(mark, current, place.offset(), place.sequence());
            current.file.write(mark, place.offset());
            lastMarked = lastForced;
        }
    }

    private void putMark(ByteBuffer buffer, Segment segment, int offset, long sequence) {
        Format.head(buffer, 0, Format.HEAD, sequence, Format.MARK, (byte) 0, 0, 0, lastForced);
        Format.seal(buffer, 0, Format.HEAD, segment.header.life(), offset);
    }

    /** Tells the appenders of one level; returns how many they are. */
    private long tell(List<Batch> batches, boolean forced) {
        long count = 0;
        for (Batch batch : batches) {
            for (int i = 0; i < batch.records(); i++) {
                count += batch.forced(i) == forced ? 1 : 0;
            }
        }
        if (count > 0) {
            try {
                telling.accept(() -> tellAll(batches, forced));
            } catch (RuntimeException e) {
                LOG.log(Logger.Level.ERROR, "those who wait for the journal cannot be told", e);
            }
        }
        return count;
    }

    private void tellAll(List<Batch> batches, boolean forced) {
        for (Batch batch : batches) {
            for (int i = 0; i < batch.records(); i++) {
                if (batch.forced(i) == forced) {
                    tell(batch.done(i), batch.position(i), null);
                }
            }
        }
    }

    /**
     * @param told how many levels have been told already, the weaker first
     */
    private void fail(List<Batch> batches, int told, @Nullable IOException cause) {
        MpregStorageException failure =
                log.fail(
                        Problem.failed(
                                disk,
                                "writing " + current.name(),
                                cause == null ? new IOException("it failed before") : cause));
        if (cause != null) {
            LOG.log(Logger.Level.ERROR, failure.toString(), cause);
        }
        long records = 0;
        for (Batch batch : batches) {
            for (int i = 0; i < batch.records(); i++) {
                if (told == 0 || told == 1 && batch.forced(i)) {
                    records++;
                    tell(batch.done(i), batch.position(i), failure);
                }
            }
        }
        log.confirmed(records);
    }

    private void tell(Done done, long position, @Nullable MpregStorageException failure) {
        try {
            if (failure == null) {
                done.onDurable(position);
            } else {
                done.onFailure(failure);
            }
        } catch (RuntimeException e) {
            LOG.log(Logger.Level.ERROR, "a listener of the journal failed", e);
        }
    }
}
