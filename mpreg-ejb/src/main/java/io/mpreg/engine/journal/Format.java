package io.mpreg.engine.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How records lie in a segment. A record begins at a multiple of {@link #ALIGN}:
 *
 * <pre>
 *  0 int    length, with these 32 bytes, without padding
 *  4 int    CRC32C of bytes 8 to length, mixed with length, offset and the segment's life
 *  8 long   sequence; of a mark, that of the next record
 * 16 byte   kind
 * 17 byte   flags
 * 18 short  type (data)
 * 20 int    length of the appender's header (data); bytes to skip (gap)
 * 24 long   original sequence (data); highest sequence on stable storage (mark); oldest segment
 *           (trim); sequence to go on with (gap)
 * 32        origin of a moved record (long), header, body (data); positions (release)
 * </pre>
 */
final class Format {

    static final int ALIGN = 32;
    static final int HEAD = 32;

    static final byte DATA = 1;
    static final byte RELEASE = 2;
    static final byte MARK = 3;
    static final byte TRIM = 4;
    static final byte GAP = 5;

    static final byte MOVED = 1;

    private Format() {}

    static int align(int length) {
        return (length + ALIGN - 1) & -ALIGN;
    }

    static long position(long segment, int offset) {
        return segment << 32 | offset;
    }

    static int offset(long position) {
        return (int) position;
    }

    /** Writes the first 32 bytes, but for the checksum, which {@link #seal} adds. */
    static void head(
            ByteBuffer buffer,
            int at,
            int length,
            long sequence,
            byte kind,
            byte flags,
            int type,
            int number,
            long extra) {
        buffer.putInt(at, length);
        buffer.putLong(at + 8, sequence);
        buffer.put(at + 16, kind);
        buffer.put(at + 17, flags);
        buffer.putShort(at + 18, (short) type);
        buffer.putInt(at + 20, number);
        buffer.putLong(at + 24, extra);
    }

    /** Adds the checksum and clears the padding. */
    static void seal(ByteBuffer buffer, int at, int length, long life, int offset) {
        for (int i = at + length, end = at + align(length); i < end; i++) {
            buffer.put(i, (byte) 0);
        }
        buffer.putInt(at + 4, checksum(buffer, at, length, life, offset));
    }

    /** Whether the checksum fits; the caller has checked that the length does. */
    static boolean sound(ByteBuffer buffer, int at, int length, long life, int offset) {
        return buffer.getInt(at + 4) == checksum(buffer, at, length, life, offset);
    }

    /** Whether a length can be that of a record which begins here. */
    static boolean fits(int length, int offset, int capacity) {
        return length >= HEAD && length <= capacity - offset;
    }

    private static int checksum(ByteBuffer buffer, int at, int length, long life, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().limit(at + length).position(at + 8));
        // A record is sound in its own place only: not in another, nor in the segment's next life.
        long place = life ^ ((long) offset << 32 | length) * 0x9E3779B97F4A7C15L;
        place = (place ^ place >>> 32) * 0xD6E8FEB86659FD93L;
        return (int) crc.getValue() ^ (int) (place >>> 32);
    }
}
