package io.mpreg.engine.journal;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregStorageException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The end of the chain, where records get their places and wait for the writer.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; one lock, under which nothing is read
 * from or written to the disk.
 */
final class Log {

    private static final long RETRY_AFTER_MS = 1_000;

    private final Disk disk;
    private final JournalSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Chain chain;
    private final Batches batches;
    private final Forwards forwards = new Forwards();
    private final Tally tally = new Tally();
    private int headOffset;
    private long nextSequence;
    private boolean closed;
    private @Nullable MpregStorageException failure;
    private @Nullable MpregStorageException full;
    private volatile boolean work;
    private volatile Runnable writerWake = () -> {};
    private volatile Runnable keeperWake = () -> {};

    Log(Disk disk, JournalSettings settings, Chain chain, int headOffset, long nextSequence) {
        this.disk = disk;
        this.settings = settings;
        this.chain = chain;
        this.headOffset = headOffset;
        this.nextSequence = nextSequence;
        int kept = (int) (settings.pendingBytes() / settings.bufferBytes()) + 2;
        this.batches = new Batches(new Buffers(settings.bufferBytes(), kept));
    }

    /** Says how to wake the threads of the journal. */
    void wakes(Runnable writer, Runnable keeper) {
        writerWake = writer;
        keeperWake = keeper;
    }

    /** Lets the keeper look what there is to do. */
    void wakeKeeper() {
        keeperWake.run();
    }

    /** Lets the writer look what there is to do. */
    void wakeWriter() {
        writerWake.run();
    }

    /**
     * Gives a record its place, and wakes the writer for it.
     *
     * @param wait whether to wait for room
     */
    long add(Part part, Kind kind, Level level, Done done, boolean wait) {
        long position = addQuietly(part, kind, level, done, wait);
        writerWake.run();
        return position;
    }

    /** The same for a caller that sees to the writing. */
    long addQuietly(Part part, Kind kind, Level level, Done done, boolean wait) {
        lock.lock();
        try {
            admit(part, kind, wait);
            return place(part, level, done);
        } finally {
            lock.unlock();
        }
    }

    /** Marks records as dead and places the record that says so. */
    void release(long[] positions, Level level, Done done, boolean wait) {
        lock.lock();
        try {
            Parts.Release most = new Parts.Release(positions);
            admit(most, Kind.RELEASE, wait);
            int count = 0;
            long[] dead = new long[positions.length];
            for (long position : positions) {
                long now = forwards.resolve(position);
                if (chain.died(now)) {
                    dead[count++] = now;
                    if (chain.empty(now)) {
                        keeperWake.run();
                    }
                }
            }
            tally.releases += count;
            // Also without any it waits behind those that were released before it.
            place(new Parts.Release(Arrays.copyOf(dead, count)), level, done);
        } finally {
            lock.unlock();
        }
        writerWake.run();
    }

    /**
     * Moves a record, if it still lives.
     *
     * @return its new position; negative if it is dead
     */
    long move(Entry entry, Done done) {
        lock.lock();
        try {
            if (!chain.lives(entry.position())) {
                return -1;
            }
            Parts.Moved part = new Parts.Moved(entry);
            admit(part, Kind.MOVE, false);
            long to = place(part, Level.DISK, done);
            chain.died(entry.position());
            forwards.put(entry.position(), to);
            return to;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the writer has something to do; cheap. */
    boolean hasWork() {
        return work;
    }

    /** Hands all batches that wait to the writer, in their order. */
    List<Batch> take() {
        lock.lock();
        try {
            work = false;
            return batches.take();
        } finally {
            lock.unlock();
        }
    }

    /** Says that batches are in their files, so that readers find them there. */
    void written(List<Batch> done) {
        lock.lock();
        try {
            tally.pendingBytes -= batches.written(done);
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says that records were confirmed. */
    void confirmed(long records) {
        lock.lock();
        try {
            tally.pendingRecords -= records;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Where the idle writer may put a mark; null if there is something to do, or no room. */
    @Nullable Place idlePlace() {
        lock.lock();
        try {
            Segment head = chain.head();
            return batches.isEmpty() && headOffset + Format.HEAD <= head.capacity
                    ? new Place(head, headOffset, nextSequence)
                    : null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the taking in. */
    MpregStorageException fail(MpregStorageException cause) {
        lock.lock();
        try {
            if (failure == null) {
                failure = cause;
            }
            room.signalAll();
            return failure;
        } finally {
            lock.unlock();
        }
    }

    boolean failed() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    /** Says why no segment can be added; null when it can. */
    void full(@Nullable MpregStorageException why) {
        lock.lock();
        try {
            full = why;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return full != null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing in any more; false if it was so already. */
    boolean close() {
        lock.lock();
        try {
            boolean first = !closed;
            closed = true;
            room.signalAll();
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** How many positions were released. */
    long releases() {
        lock.lock();
        try {
            return tally.releases;
        } finally {
            lock.unlock();
        }
    }

    /** Runs something under the lock. */
    <T extends @Nullable Object> T with(Function<Chain, T> action) {
        lock.lock();
        try {
            return action.apply(chain);
        } finally {
            lock.unlock();
        }
    }

    /** Lets appenders look again at whether there is room. */
    void supplied() {
        lock.lock();
        try {
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Where a record is now, and its bytes if they are not in the file yet; null if it is gone. */
    @Nullable Found find(long position) {
        lock.lock();
        try {
            return locate(position);
        } finally {
            lock.unlock();
        }
    }

    /** The same of several. */
    @Nullable Found[] find(long[] positions, int count) {
        @Nullable Found[] found = new @Nullable Found[count];
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                found[i] = locate(positions[i]);
            }
        } finally {
            lock.unlock();
        }
        return found;
    }

    private @Nullable Found locate(long position) {
        long now = forwards.resolve(position);
        Segment segment = chain.get(Journal.segment(now));
        int offset = Format.offset(now);
        if (segment == null || !segment.lives(offset)) {
            return null;
        }
        ByteBuffer bytes = batches.find(segment, offset);
        return bytes != null || segment.pin() ? new Found(now, segment, bytes) : null;
    }

    JournalStatus status(Tally.Others others) {
        lock.lock();
        try {
            JournalState state =
                    closed
                            ? JournalState.CLOSED
                            : failure != null
                                    ? JournalState.FAILED
                                    : full != null ? JournalState.FULL : JournalState.OK;
            MpregException reason = failure != null ? failure : full;
            String why = reason == null || reason.getMessage() == null ? "" : reason.getMessage();
            return tally.status(state, why, chain, others);
        } finally {
            lock.unlock();
        }
    }

    /** Returns when there is room for the record, or throws. */
    private void admit(Part part, Kind kind, boolean wait) {
        int bytes = Format.align(part.length());
        // A record that moves may come from a time of larger segments.
        boolean large =
                kind == Kind.RECORD
                        ? part.length() - Format.HEAD > settings.maxRecordBytes()
                        : bytes + Format.HEAD > settings.segmentBytes() - SegmentHeader.BYTES;
        if (large) {
            tally.refused++;
            throw MpregException.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "A record of "
                            + (part.length() - Format.HEAD)
                            + " bytes is larger than a segment of the journal takes: "
                            + settings.maxRecordBytes()
                            + " bytes.");
        }
        long left = settings.appendWait().toNanos();
        boolean waited = false;
        while (true) {
            check();
            boolean limited = limited(bytes);
            boolean scarce = !limited && !supplied(bytes, kind);
            if (scarce) {
                keeperWake.run();
            }
            if (!limited && !scarce) {
                return;
            }
            if (scarce && full != null) {
                tally.refused++;
                throw full;
            }
            if (!wait || left <= 0) {
                tally.refused++;
                throw limit(limited);
            }
            if (!waited) {
                tally.waits++;
                waited = true;
            }
            left = await(left);
        }
    }

    private void check() {
        if (failure != null) {
            tally.refused++;
            throw failure;
        }
        if (closed) {
            throw Problem.closed(disk);
        }
    }

    private boolean limited(int bytes) {
        return tally.pendingRecords >= settings.pendingRecords()
                || tally.pendingBytes > 0 && tally.pendingBytes + bytes > settings.pendingBytes();
    }

    private boolean supplied(int bytes, Kind kind) {
        int needed = fitsHead(bytes) ? kind.spared : kind.spared + 1;
        return chain.spares() >= needed;
    }

    private boolean fitsHead(int bytes) {
        int mark = batches.hasRoom(bytes) ? 0 : Format.HEAD;
        return bytes + mark <= chain.head().capacity - headOffset;
    }

    private long await(long nanos) {
        try {
            return room.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private MpregLimitException limit(boolean limited) {
        return tally.pendingRecords >= settings.pendingRecords()
                ? MpregLimitException.refusal(
                        "Too many records wait for the disk in the journal " + disk.name(),
                        settings.pendingRecords(),
                        RETRY_AFTER_MS)
                : MpregLimitException.refusal(
                        limited
                                ? "Too many bytes wait for the disk in the journal " + disk.name()
                                : "No segment is prepared yet in the journal " + disk.name(),
                        limited ? settings.pendingBytes() : settings.spareSegments(),
                        RETRY_AFTER_MS);
    }

    private long place(Part part, Level level, Done done) {
        int length = part.length();
        int bytes = Format.align(length);
        if (!fitsHead(bytes)) {
            batches.close();
            chain.roll();
            keeperWake.run();
            headOffset = SegmentHeader.BYTES;
        }
        if (!batches.hasRoom(bytes)) {
            batches.close();
        }
        Batch batch = batches.open(chain.head(), headOffset, nextSequence, bytes);
        if (batch.records() == 0) {
            headOffset += Format.HEAD;
            tally.pendingBytes += Format.HEAD;
        }
        int at = batch.end();
        int offset = batch.nextOffset();
        part.put(batch.buffer, at, nextSequence);
        Format.seal(batch.buffer, at, length, batch.segment.header.life(), offset);
        long position = Format.position(batch.segment.number(), offset);
        batch.added(bytes, position, level, done);
        if (part.lives()) {
            batch.segment.born(offset, length);
            tally.appended++;
        }
        nextSequence++;
        headOffset += bytes;
        tally.pendingBytes += bytes;
        tally.pendingRecords++;
        work = true;
        return position;
    }

    /** A place in a segment. */
    record Place(Segment segment, int offset, long sequence) {}

    /**
     * Where a record was found.
     *
     * @param bytes the record itself if it was not in the file yet; else the segment is pinned
     */
    record Found(long position, Segment segment, @Nullable ByteBuffer bytes) {}
}
