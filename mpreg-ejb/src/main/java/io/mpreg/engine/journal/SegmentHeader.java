package io.mpreg.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What stands in the first 4 KiB of a segment: magic (8), version (4), CRC32C of all but itself
 * (4), then the fields in their order.
 *
 * @param number the segment's place in the chain
 * @param life chosen at random whenever the file becomes a new segment
 * @param journal chosen at random when the journal was made
 * @param capacity bytes of the file
 * @param created milliseconds since 1970
 * @param oldest the oldest segment of the chain at that time
 * @param safe the sequence up to which all records were on stable storage at that time
 */
record SegmentHeader(
        long number, long life, long journal, long capacity, long created, long oldest, long safe) {

    static final int BYTES = 4096;
    static final int VERSION = 1;
    private static final long MAGIC = 0x4D50524547_4A4E4CL;
    private static final int END = 72;
    private static final String SUFFIX = ".journal";

    /** The name of the file of a segment. */
    static String name(long number) {
        return String.format("%016x", number) + SUFFIX;
    }

    /** Whether a file is a segment, by its name. */
    static boolean isSegment(String name) {
        return name.matches("[0-7][0-9a-f]{15}\\.journal");
    }

    static long number(String name) {
        return Long.parseLong(name.substring(0, 16), 16);
    }

    ByteBuffer encode() {
        ByteBuffer page = ByteBuffer.allocate(BYTES);
        page.putLong(MAGIC).putInt(VERSION).putInt(0);
        page.putLong(number).putLong(life).putLong(journal).putLong(capacity);
        page.putLong(created).putLong(oldest).putLong(safe);
        page.putInt(12, checksum(page));
        return page.clear();
    }

    /** Reads and checks the header of a file. */
    static SegmentHeader read(Disk disk, String name, DiskFile file) throws IOException, Damage {
        ByteBuffer page = ByteBuffer.allocate(BYTES);
        int read = file.read(page, 0);
        if (read < BYTES) {
            throw Problem.damage(disk, name, Math.max(0, read), "the file ends within its header");
        }
        if (page.getLong(0) != MAGIC) {
            throw Problem.damage(disk, name, 0, "this is not the header of a segment");
        }
        int version = page.getInt(8);
        if (version > VERSION && page.getInt(12) == checksum(page)) {
            throw new Damage(
                    disk.name(),
                    name,
                    8,
                    "a newer version of MPREG wrote it (format "
                            + version
                            + ", this one knows "
                            + VERSION
                            + "); start that version",
                    true);
        }
        if (version < 1 || version > VERSION || page.getInt(12) != checksum(page)) {
            throw Problem.damage(disk, name, 8, "the checksum of the header does not fit");
        }
        page.position(16);
        SegmentHeader header =
                new SegmentHeader(
                        page.getLong(),
                        page.getLong(),
                        page.getLong(),
                        page.getLong(),
                        page.getLong(),
                        page.getLong(),
                        page.getLong());
        if (header.number != number(name)) {
            throw Problem.damage(disk, name, 16, "the header is that of " + name(header.number));
        }
        if (header.capacity < BYTES || header.capacity > Integer.MAX_VALUE) {
            throw Problem.damage(disk, name, 40, "the size in the header makes no sense");
        }
        if (file.size() < header.capacity) {
            throw Problem.damage(
                    disk,
                    name,
                    file.size(),
                    "the file ends here, it should have " + header.capacity + " bytes");
        }
        return header;
    }

    private static int checksum(ByteBuffer page) {
        CRC32C crc = new CRC32C();
        crc.update(page.duplicate().limit(12).position(0));
        crc.update(page.duplicate().limit(END).position(16));
        return (int) crc.getValue();
    }
}
