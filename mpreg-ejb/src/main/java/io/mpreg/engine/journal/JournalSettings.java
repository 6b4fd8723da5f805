package io.mpreg.engine.journal;

import java.time.Duration;
import java.util.Objects;

/**
 * The sizes and limits of a journal.
 *
 * @param segmentBytes the size of a new segment; a record is at most {@link #maxRecordBytes}
 * @param maxBytes how many bytes all segments may take together; 0 for what the disk has
 * @param spareSegments how many segments at most are kept prepared, at least 3: two of them are a
 *     reserve, with which records can be released and moved when the disk is full
 * @param bufferBytes the size of a write buffer
 * @param pendingBytes how many bytes may wait to be written
 * @param pendingRecords how many records may wait to be confirmed
 * @param appendWait how long an append waits for room
 * @param liveShare compaction begins when the share of live bytes falls below: 0 to 0.9
 * @param compactFrom with fewer segments than this there is no compaction, and with less than half
 *     as many not even of a segment in which hardly anything lives
 * @param spin how long an idle writer looks for work before it parks
 */
public record JournalSettings(
        int segmentBytes,
        long maxBytes,
        int spareSegments,
        int bufferBytes,
        long pendingBytes,
        int pendingRecords,
        Duration appendWait,
        double liveShare,
        int compactFrom,
        Duration spin) {

    static final int RESERVE = 2;

    public JournalSettings {
        between("segmentBytes", segmentBytes, 8192, 1 << 30);
        between("maxBytes", maxBytes, 0, Long.MAX_VALUE);
        between("spareSegments", spareSegments, RESERVE + 1, 1024);
        between("bufferBytes", bufferBytes, 4096, 64 << 20);
        between("pendingBytes", pendingBytes, bufferBytes, 1L << 30);
        between("pendingRecords", pendingRecords, 1, 1 << 24);
        between("compactFrom", compactFrom, 2, Integer.MAX_VALUE);
        Objects.requireNonNull(appendWait, "appendWait");
        Objects.requireNonNull(spin, "spin");
        if (!(liveShare >= 0 && liveShare <= 0.9)) {
            throw new IllegalArgumentException("liveShare must be 0 to 0.9, was " + liveShare);
        }
        if (segmentBytes % 4096 != 0) {
            throw new IllegalArgumentException(
                    "segmentBytes must be a multiple of 4096, was " + segmentBytes);
        }
        if (maxBytes != 0 && maxBytes < (long) segmentBytes * (RESERVE + 2)) {
            throw new IllegalArgumentException(
                    "maxBytes must be 0 or at least "
                            + (RESERVE + 2)
                            + " segments, was "
                            + maxBytes);
        }
    }

    /** What a node has that configures nothing. */
    public static JournalSettings defaults() {
        return new JournalSettings(
                32 << 20,
                0,
                6,
                1 << 20,
                16 << 20,
                65_536,
                Duration.ofSeconds(5),
                0.4,
                8,
                Duration.ofNanos(50_000));
    }

    /** The same with other sizes of segments and of the whole. */
    public JournalSettings sizes(int segment, long most) {
        return new JournalSettings(
                segment,
                most,
                spareSegments,
                bufferBytes,
                pendingBytes,
                pendingRecords,
                appendWait,
                liveShare,
                compactFrom,
                spin);
    }

    /** The same with other limits of what waits. */
    public JournalSettings pending(long bytes, int records, Duration wait) {
        return new JournalSettings(
                segmentBytes,
                maxBytes,
                spareSegments,
                (int) Math.min(bufferBytes, bytes),
                bytes,
                records,
                wait,
                liveShare,
                compactFrom,
                spin);
    }

    /** The same with another beginning of compaction. */
    public JournalSettings compaction(double share, int from) {
        return new JournalSettings(
                segmentBytes,
                maxBytes,
                spareSegments,
                bufferBytes,
                pendingBytes,
                pendingRecords,
                appendWait,
                share,
                from,
                spin);
    }

    /** How many bytes header and body of one record may have together. */
    public int maxRecordBytes() {
        return segmentBytes - 4096 - 256;
    }

    private static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " must be " + least + " to " + most + ", was " + value);
        }
    }
}
