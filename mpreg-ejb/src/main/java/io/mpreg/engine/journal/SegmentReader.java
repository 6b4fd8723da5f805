package io.mpreg.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads the records of a segment one after another, as long as each is sound and follows the one
 * before.
 *
 * <p><b>Threads.</b> For one thread.
 */
final class SegmentReader {

    private static final int CHUNK = 1 << 20;

    private final Segment segment;
    private ByteBuffer buffer;
    private int bufferOffset;
    private int next = SegmentHeader.BYTES;
    private long expected;
    private boolean loose;
    private int offset;
    private int at;

    /** Reads from any sequence on. */
    SegmentReader(Segment segment, ByteBuffer buffer) {
        this(segment, 0, true, buffer);
    }

    /**
     * @param expected the sequence of the first record
     * @param loose whether it may be higher, because what came before is lost
     * @param buffer a buffer of {@link #buffer} to read through, which this reader may replace
     */
    SegmentReader(Segment segment, long expected, boolean loose, ByteBuffer buffer) {
        this.segment = segment;
        this.expected = expected;
        this.loose = loose;
        this.buffer = buffer.limit(0);
        this.bufferOffset = 0;
    }

    /** A buffer for readers that come one after another. */
    static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocateDirect(Math.min(CHUNK, capacity));
    }

    /** Goes to the next record; false at the end of what is sound. */
    boolean next() throws IOException {
        if (!sound(next)) {
            return false;
        }
        boolean gap = kind() == Format.GAP;
        boolean follows = loose && !gap ? sequence() >= expected : gap || sequence() == expected;
        if (kind() < Format.DATA || kind() > Format.GAP || !follows) {
            return false;
        }
        offset = next;
        next += gap ? number() : Format.align(length());
        expected = expectedAfter();
        loose = gap;
        return true;
    }

    /** Goes to the record at an offset, whatever its place in the sequence; false if not sound. */
    boolean go(int candidate) throws IOException {
        offset = candidate;
        return sound(candidate);
    }

    /**
     * Whether a record that is sound in itself stands at an offset, whatever its place in the
     * sequence; then the accessors are about it.
     */
    boolean sound(int candidate) throws IOException {
        if (candidate < 0 || candidate > segment.capacity - Format.HEAD) {
            return false;
        }
        at = load(candidate, Format.HEAD);
        if (!Format.fits(length(), candidate, segment.capacity)) {
            return false;
        }
        at = load(candidate, length());
        return Format.sound(buffer, at, length(), segment.header.life(), candidate);
    }

    /**
     * Whether a record that stands at an offset could come after an end; most do not, and what is
     * no record hardly ever could. It is cheap, where {@link #sound} reads all that a length
     * claims.
     */
    boolean mayFollow(int candidate, long end) throws IOException {
        at = load(candidate, Format.HEAD);
        return sequence() >= end
                && Format.fits(length(), candidate, segment.capacity)
                && isConsistent();
    }

    /* Whether the fields of a head agree with each other as those of every record do. */
    private boolean isConsistent() {
        int content = length() - Format.HEAD;
        boolean plain = buffer.get(at + 17) == 0;
        return switch (kind()) {
            case Format.DATA ->
                    number() >= 0
                            && (plain
                                    ? number() <= content && extra() == sequence()
                                    : moved() && number() <= content - 8 && extra() < sequence());
            case Format.RELEASE -> plain && content % 8 == 0 && extra() == content / 8;
            case Format.MARK, Format.TRIM, Format.GAP -> plain && content == 0;
            default -> false;
        };
    }

    /** Whether what stands at an offset looks like the beginning of a record with a sequence. */
    boolean looksLike(int candidate, long sequence) throws IOException {
        if (candidate > segment.capacity - Format.HEAD) {
            return false;
        }
        at = load(candidate, Format.HEAD);
        return sequence() == sequence
                && kind() >= Format.DATA
                && kind() <= Format.GAP
                && Format.fits(length(), candidate, segment.capacity);
    }

    /** Where the record begins. */
    int offset() {
        return offset;
    }

    /** Where the next record should begin. */
    int end() {
        return next;
    }

    /** The sequence of the next record. */
    long expected() {
        return expected;
    }

    /** Whether the next record's sequence may be higher. */
    boolean loose() {
        return loose;
    }

    int length() {
        return buffer.getInt(at);
    }

    long sequence() {
        return buffer.getLong(at + 8);
    }

    byte kind() {
        return buffer.get(at + 16);
    }

    boolean moved() {
        return (buffer.get(at + 17) & Format.MOVED) != 0;
    }

    int type() {
        return buffer.getShort(at + 18) & 0xFFFF;
    }

    int number() {
        return buffer.getInt(at + 20);
    }

    long extra() {
        return buffer.getLong(at + 24);
    }

    /** Where a moved record came from, or one of the positions of a release. */
    long target(int index) {
        return buffer.getLong(at + Format.HEAD + 8 * index);
    }

    long position() {
        return Format.position(segment.number(), offset);
    }

    /** The appender's record, in borrowed buffers. */
    Entry entry() {
        return entry(buffer, at, position());
    }

    /** The buffer now in use, for the next reader. */
    ByteBuffer reuse() {
        return buffer;
    }

    /** The appender's record that stands in a buffer. */
    static Entry entry(ByteBuffer from, int at, long position) {
        boolean moved = (from.get(at + 17) & Format.MOVED) != 0;
        int header = at + Format.HEAD + (moved ? 8 : 0);
        int headerLength = from.getInt(at + 20);
        int end = at + from.getInt(at);
        return new Entry(
                position,
                from.getLong(at + 24),
                from.getShort(at + 18) & 0xFFFF,
                from.slice(header, headerLength),
                from.slice(header + headerLength, end - header - headerLength));
    }

    private long expectedAfter() {
        return switch (kind()) {
            case Format.MARK -> sequence();
            case Format.GAP -> Math.max(expected, extra());
            default -> sequence() + 1;
        };
    }

    /** Sees to it that some bytes are in the buffer, and says where. */
    private int load(int from, int bytes) throws IOException {
        if (from >= bufferOffset && from + bytes <= bufferOffset + buffer.limit()) {
            return from - bufferOffset;
        }
        if (bytes > buffer.capacity()) {
            buffer = ByteBuffer.allocate(bytes);
        }
        buffer.clear().limit(Math.min(buffer.capacity(), segment.capacity - from));
        int read = segment.file.read(buffer, from);
        buffer.flip();
        bufferOffset = from;
        if (read < bytes) {
            throw new IOException(
                    segment.name() + " ends at " + (from + read) + ", before its time");
        }
        return 0;
    }
}
