package io.mpreg.engine.journal;

import io.mpreg.api.MpregStorageException;
import io.mpreg.engine.time.Clock;
import java.io.IOException;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes files into segments. A file has its name in the chain only when its header is on stable
 * storage, so a header that is not sound was damaged later.
 *
 * <p><b>Threads.</b> For one thread at a time.
 */
final class Segments {

    /** The name of a file that is about to become a segment. */
    static final String PREPARING = "preparing.tmp";

    private final Disk disk;
    private final JournalSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private long journal = random.nextLong();
    private @Nullable MpregStorageException shortage;

    Segments(Disk disk, JournalSettings settings, Clock clock) {
        this.disk = disk;
        this.settings = settings;
        this.clock = clock;
    }

    long nanos() {
        return clock.nanos();
    }

    /** Says which journal it is about. */
    void journal(long id) {
        journal = id;
    }

    /** Removes what an interrupted preparation left. */
    void clear() throws IOException {
        if (disk.list().contains(PREPARING)) {
            disk.delete(PREPARING);
        }
    }

    /**
     * Why there can be no further segment; null if nothing is known against it.
     *
     * @param bytes what all segments take now
     */
    @Nullable MpregStorageException shortage(long bytes) throws IOException {
        long after = bytes + settings.segmentBytes();
        if (settings.maxBytes() > 0 && after > settings.maxBytes()) {
            return Problem.full(disk, "it may have " + settings.maxBytes() + " bytes");
        }
        long free = disk.free();
        return free < settings.segmentBytes()
                ? Problem.full(disk, "the disk has " + free + " bytes left")
                : null;
    }

    /** Makes a new segment; null if the disk has no space for it, see {@link #lastShortage}. */
    @Nullable Segment create(long number, long oldest, long safe) throws IOException {
        clear();
        DiskFile file;
        try {
            file = disk.allocate(PREPARING, settings.segmentBytes());
        } catch (IOException e) {
            shortage = Problem.full(disk, "a segment cannot be made: " + e.getMessage());
            clear();
            return null;
        }
        return named(file, number, settings.segmentBytes(), oldest, safe);
    }

    /** Why {@link #create} made nothing. */
    MpregStorageException lastShortage() {
        return shortage == null ? Problem.full(disk, "a segment cannot be made") : shortage;
    }

    /** Makes a segment that left the chain into a new one. */
    Segment recycle(Segment dead, long number, long oldest, long safe) throws IOException {
        clear();
        disk.rename(dead.name(), PREPARING);
        disk.forceNames();
        return named(dead.file, number, dead.capacity, oldest, safe);
    }

    /** Whether a segment has the size that new ones have. */
    boolean fits(Segment segment) {
        return segment.capacity == settings.segmentBytes();
    }

    /** Removes a segment that left the chain. */
    void delete(Segment dead) throws IOException {
        dead.close();
        disk.delete(dead.name());
        disk.forceNames();
    }

    private Segment named(DiskFile file, long number, int bytes, long oldest, long safe)
            throws IOException {
        boolean complete = false;
        try {
            SegmentHeader header =
                    new SegmentHeader(
                            number,
                            random.nextLong(),
                            journal,
                            bytes,
                            clock.millis(),
                            oldest,
                            safe);
            file.write(header.encode(), 0);
            file.force();
            disk.rename(PREPARING, SegmentHeader.name(number));
            disk.forceNames();
            complete = true;
            return new Segment(header, file);
        } finally {
            if (!complete) {
                file.close();
            }
        }
    }
}
