package io.mpreg.engine.journal;

import io.mpreg.engine.time.Platform;
import java.nio.file.Path;
import java.util.Optional;

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

    private Journal() {}

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
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /** Like {@link #append}, but refuses at once instead of waiting. */
    public long tryAppend(int type, byte[] header, byte[] body, Level level, Done done) {
        throw new UnsupportedOperationException();
    }

    /**
     * Says that records are dead; waits for room if too much waits to be written.
     *
     * <p>When {@code done} is told, none of them will be presented by a replay. Positions that are
     * released already, or gone, are ignored. When the journal is full, this still works.
     *
     * @param positions what is dead, 1 to 4096 of them
     * @param done learns when the release is safe; its position is that of the release
     */
    public void release(long[] positions, Level level, Done done) {
        throw new UnsupportedOperationException();
    }

    /** Like {@link #release}, but refuses at once instead of waiting. */
    public void tryRelease(long[] positions, Level level, Done done) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a record, whether it is on the disk yet or not.
     *
     * @return the record, in buffers of the caller's own; empty if it was released and is gone
     * @throws io.mpreg.api.MpregStorageException {@code MPREG-3002} if it is damaged, {@code
     *     MPREG-3001} if it cannot be read
     */
    public Optional<Entry> read(long position) {
        throw new UnsupportedOperationException();
    }

    /**
     * Writes and forces on the caller's thread what waits, unless the writer is at it. Who appends
     * and then waits for {@link Done} is served sooner by calling this in between, because no other
     * thread has to wake up.
     *
     * @return whether something was written
     */
    public boolean drive() {
        throw new UnsupportedOperationException();
    }

    /** The journal at this moment. */
    public JournalStatus status() {
        throw new UnsupportedOperationException();
    }

    /** Confirms what was appended, forces it, and gives the folder back. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** The number of the segment of a position, for messages. */
    public static long segment(long position) {
        return position >>> 32;
    }
}
