package io.mpreg.engine.journal;

import io.mpreg.engine.time.Platform;
import java.io.IOException;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An append-only log in a folder of its own, whose records leave when they are released.
 *
 * <p><b>Positions.</b> An append returns where the record is. The position is valid until the
 * record is released or {@linkplain Relocation moved}. Positions only grow. {@link Entry#sequence}
 * is what identifies a record for good.
 *
 * <p><b>Releasing.</b> {@link #release} writes a record of its own kind that names the dead ones;
 * replay never shows it, nor what it released. The journal sees to it that a release is kept as
 * long as anything that it released is still physically there.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Two threads are its own: a writer that
 * writes and forces whatever has come meanwhile in one go, and a keeper that prepares, recycles and
 * compacts segments.
 *
 * <p><b>Failure.</b> When no segment can be added, appends fail with {@code MPREG-3004} and
 * releases go on. After a failed write or force appends and releases fail with {@code MPREG-3001},
 * because nobody can know what is on the disk; reading goes on. {@link #status} says so.
 */
public final class Journal implements AutoCloseable {

    /** How many positions one release takes. */
    public static final int MAX_RELEASE = 4096;

    private static final Logger LOG = System.getLogger(Journal.class.getName());
    private static final int ONE_RELEASE = 400;

    private final Disk disk;
    private final Disk.Lock lock;
    private final RecoveryReport recovery;
    private final Log log;
    private final Reader reader;
    private final Writer writer;
    private final Keeper keeper;
    private final Crew crew;

    private Journal(
            Disk disk,
            Disk.Lock lock,
            JournalSettings settings,
            Platform platform,
            Segments files,
            Recovery.Recovered recovered,
            Relocation relocation) {
        this.disk = disk;
        this.lock = lock;
        this.recovery = recovered.report();
        Chain chain = recovered.chain();
        this.log = new Log(disk, settings, chain, recovered.end(), recovered.nextSequence());
        this.reader = new Reader(disk, log);
        this.writer = new Writer(disk, log, chain.head(), recovered.nextSequence() - 1);
        this.keeper = new Keeper(disk, settings, log, writer, files, relocation);
        this.crew = new Crew(platform, settings, log, writer, keeper);
    }

    /**
     * Opens the journal of a folder, which is made if need be, and presents all live records.
     *
     * @throws io.mpreg.api.MpregStorageException {@code MPREG-3003} if another has it open; {@code
     *     MPREG-3002} if it holds what was never written so, or is of a newer version; {@code
     *     MPREG-3001} and {@code MPREG-3004} if it cannot be read or made
     */
    public static Journal open(
            Path folder,
            JournalSettings settings,
            Platform platform,
            Replay replay,
            Relocation relocation) {
        Disk disk;
        try {
            disk = FolderDisk.made(folder);
        } catch (IOException e) {
            throw Problem.failed(new FolderDisk(folder), "making the folder", e);
        }
        Journal journal = open(disk, settings, platform, replay, relocation);
        journal.crew.start();
        return journal;
    }

    /** Opens a journal whose work is done by those who call {@link #drive} and {@link #keep}. */
    static Journal open(
            Disk disk,
            JournalSettings settings,
            Platform platform,
            Replay replay,
            Relocation relocation) {
        long begin = platform.clock().nanos();
        Disk.Lock lock = lock(disk);
        boolean complete = false;
        try {
            Segments files = new Segments(disk, settings, platform.clock());
            Recovery.Recovered recovered = new Recovery(disk, files).run(replay, begin);
            Journal journal =
                    new Journal(disk, lock, settings, platform, files, recovered, relocation);
            journal.keeper.pass();
            complete = true;
            return journal;
        } finally {
            if (!complete) {
                unlock(disk, lock);
            }
        }
    }

    /**
     * Says how to tell who waits: those whose records were written in one go are told within {@code
     * turn}, on the thread that wrote.
     */
    public void telling(Consumer<Runnable> turn) {
        writer.telling(turn);
    }

    /**
     * Appends a record; waits for room if too much waits to be written.
     *
     * @param type the caller's own, 0 to 65535
     * @param header the first part, copied
     * @param body the second part, copied
     * @param done learns when the record is safe
     * @return the record's position
     * @throws io.mpreg.api.MpregLimitException if there was no room within the configured time
     * @throws io.mpreg.api.MpregStorageException if the journal is full or has failed
     * @throws io.mpreg.api.MpregRequestException if the record is larger than a segment allows
     * @throws io.mpreg.api.MpregUnavailableException if the journal is closed
     */
    public long append(int type, byte[] header, byte[] body, Level level, Done done) {
        return log.add(new Parts.Data(type, header, body), Kind.RECORD, level, done, true);
    }

    /**
     * Like {@link #append}, for a caller that would only wait: its thread does the writing, and
     * nobody is woken for it. When this returns {@code done} has been told, unless another thread
     * was writing; then that follows.
     */
    public void appendAndDrive(int type, byte[] header, byte[] body, Level level, Done done) {
        log.addQuietly(new Parts.Data(type, header, body), Kind.RECORD, level, done, true);
        if (!writer.round(false)) {
            log.wakeWriter();
        }
    }

    /** Like {@link #append}, but refuses at once instead of waiting. */
    public long tryAppend(int type, byte[] header, byte[] body, Level level, Done done) {
        return log.add(new Parts.Data(type, header, body), Kind.RECORD, level, done, false);
    }

    /**
     * Says that records are dead; waits for room if too much waits to be written.
     *
     * <p>When {@code done} is told, none of them will be presented by a replay. Positions that are
     * released already, or gone, are ignored. When the journal is full, this still works.
     *
     * @param positions what is dead, 1 to {@link #MAX_RELEASE} of them
     * @param done learns when the release is safe; its position is that of the release
     */
    public void release(long[] positions, Level level, Done done) {
        release(positions, level, done, true);
    }

    /**
     * Like {@link #release}, but refuses at once instead of waiting. What is refused may be
     * released in part; releasing it again does no harm.
     */
    public void tryRelease(long[] positions, Level level, Done done) {
        release(positions, level, done, false);
    }

    /**
     * Reads a record, whether it is on the disk yet or not.
     *
     * @return the record, in buffers of the caller's own; empty if it was released and is gone
     * @throws io.mpreg.api.MpregStorageException {@code MPREG-3002} if it is damaged, {@code
     *     MPREG-3001} if it cannot be read
     */
    public Optional<Entry> read(long position) {
        return reader.read(position);
    }

    /**
     * Reads those of some records that lie near each other, many with one read of the disk. What is
     * gone, damaged, or lies alone is left out: {@link #read} tells what there is to it.
     *
     * <p>At most {@value Reader#BLOCKS} threads do so at the same time, each with a block of
     * {@value Reader#BLOCK} bytes; for others this does nothing.
     *
     * @param positions the records, in any order
     * @param count how many of them
     */
    public void readTogether(long[] positions, int count, Reading into) {
        reader.readTogether(positions, count, into);
    }

    /**
     * Writes and forces on the caller's thread what waits, unless the writer is at it. Who appends
     * and then waits for {@link Done} is served sooner by calling this in between, because no other
     * thread has to wake up.
     *
     * @return whether something was written
     */
    public boolean drive() {
        return writer.round(false);
    }

    /** The journal at this moment. */
    public JournalStatus status() {
        return log.status(
                new Tally.Others(writer.forces(), keeper.moved(), keeper.recycled(), recovery));
    }

    /** Confirms what was appended, forces it, and gives the folder back. */
    @Override
    public void close() {
        if (!log.close()) {
            return;
        }
        crew.stop();
        try {
            writer.finish();
        } finally {
            log.with(Chain::all).forEach(this::close);
            unlock(disk, lock);
        }
    }

    /** The number of the segment of a position, for messages. */
    public static long segment(long position) {
        return position >>> 32;
    }

    /** Does what the keeper would do. */
    void keep() {
        keeper.pass();
    }

    private void release(long[] positions, Level level, Done done, boolean wait) {
        if (positions.length < 1 || positions.length > MAX_RELEASE) {
            throw new IllegalArgumentException(
                    "positions must be 1 to " + MAX_RELEASE + ", were " + positions.length);
        }
        int from = 0;
        while (positions.length - from > ONE_RELEASE) {
            long[] part = Arrays.copyOfRange(positions, from, from + ONE_RELEASE);
            log.release(part, level, Done.IGNORED, wait);
            from += ONE_RELEASE;
        }
        // What is safe is so in order, so the last one speaks for all.
        log.release(Arrays.copyOfRange(positions, from, positions.length), level, done, wait);
    }

    private void close(Segment segment) {
        try {
            segment.close();
        } catch (IOException e) {
            LOG.log(Logger.Level.WARNING, "cannot close " + segment.name(), e);
        }
    }

    private static Disk.Lock lock(Disk disk) {
        try {
            Disk.Lock lock = disk.lock();
            if (lock == null) {
                throw Problem.locked(disk);
            }
            return lock;
        } catch (IOException e) {
            throw Problem.failed(disk, "locking it", e);
        }
    }

    private static void unlock(Disk disk, Disk.Lock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.log(Logger.Level.WARNING, "cannot give back " + disk.name(), e);
        }
    }
}
