package io.mpreg.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a damaged journal readable by writing over the damage what says how far to skip. What was
 * there is kept in a file beside it. All sound records stay.
 *
 * <p><b>Threads.</b> For one thread, which has the lock.
 */
final class Repair {

    private static final int CHUNK = 1 << 16;
    private static final int MOST = 100_000;

    private final Disk disk;
    private final boolean keepOld;
    private final List<String> steps = new ArrayList<>();

    /**
     * @param keepOld whether to copy a file before it is changed
     */
    Repair(Disk disk, boolean keepOld) {
        this.disk = disk;
        this.keepOld = keepOld;
    }

    /**
     * Repairs everything.
     *
     * @return what was done, in words
     * @throws Damage if that is not possible
     */
    List<String> run() throws IOException, Damage {
        while (true) {
            List<Segment> opened = new ArrayList<>();
            try {
                Survey.of(disk, opened);
                return steps;
            } catch (Damage e) {
                if (e.newer() || steps.size() >= MOST) {
                    throw e;
                }
                mend(e, opened);
            } finally {
                for (Segment segment : opened) {
                    segment.close();
                }
            }
        }
    }

    private void mend(Damage damage, List<Segment> opened) throws IOException, Damage {
        String file = damage.file();
        if (!disk.list().contains(file)) {
            replace(file);
        } else if (damage.offset() < SegmentHeader.BYTES) {
            String aside = free(file + ".damaged");
            disk.rename(file, aside);
            disk.forceNames();
            steps.add(
                    file
                            + ": the header is not sound ("
                            + what(damage)
                            + "). The file is kept as "
                            + aside
                            + ".");
            replace(file);
        } else {
            Segment segment = null;
            for (Segment each : opened) {
                segment = each.name().equals(file) ? each : segment;
            }
            if (segment == null) {
                extend(damage);
            } else {
                skip(damage, segment);
            }
        }
    }

    /** Gives a file that ends too early its size. */
    private void extend(Damage damage) throws IOException, Damage {
        keep(damage.file());
        try (DiskFile file = disk.open(damage.file())) {
            ByteBuffer page = ByteBuffer.allocate(SegmentHeader.BYTES);
            file.read(page, 0);
            long capacity = page.getLong(40);
            if (file.size() >= capacity) {
                throw damage;
            }
            file.write(ByteBuffer.allocate(1), capacity - 1);
            file.force();
            steps.add(
                    damage.file()
                            + ": the file ends at "
                            + damage.offset()
                            + ", it gets its "
                            + capacity
                            + " bytes back; what was in them is lost.");
        }
    }

    /** Puts a segment without records in the place of one that is lost. */
    private void replace(String name) throws IOException, Damage {
        long number = SegmentHeader.number(name);
        SegmentHeader like = neighbour(number);
        if (like == null) {
            throw Problem.damage(disk, name, 0, "no sound segment is left beside it");
        }
        SegmentHeader header =
                new SegmentHeader(
                        number,
                        new SecureRandom().nextLong(),
                        like.journal(),
                        like.capacity(),
                        like.created(),
                        Math.min(number, like.oldest()),
                        0);
        if (disk.list().contains(Segments.PREPARING)) {
            disk.delete(Segments.PREPARING);
        }
        try (DiskFile file = disk.allocate(Segments.PREPARING, header.capacity())) {
            file.write(header.encode(), 0);
            int bytes = (int) header.capacity() - SegmentHeader.BYTES;
            putGap(file, header.life(), SegmentHeader.BYTES, bytes, 0);
            file.force();
        }
        disk.rename(Segments.PREPARING, name);
        disk.forceNames();
        steps.add(name + ": a segment without records takes the place of the one that is lost.");
    }

    private @Nullable SegmentHeader neighbour(long number) throws IOException {
        SegmentHeader best = null;
        for (String name : disk.list().stream().filter(SegmentHeader::isSegment).toList()) {
            try (DiskFile file = disk.open(name)) {
                SegmentHeader header = SegmentHeader.read(disk, name, file);
                boolean nearer =
                        best == null
                                || Math.abs(header.number() - number)
                                        < Math.abs(best.number() - number);
                best = nearer ? header : best;
            } catch (Damage e) {
                // This one cannot say; another will.
            }
        }
        return best;
    }

    /** Writes over a record that is not sound how far the next one is. */
    private void skip(Damage damage, Segment segment) throws IOException, Damage {
        int from = (int) damage.offset();
        if (from > segment.capacity - Format.HEAD) {
            throw damage;
        }
        SegmentReader reader = new SegmentReader(segment, SegmentReader.buffer(segment.capacity));
        while (reader.end() < from && reader.next()) {
            // Up to the damage.
        }
        long expected = reader.expected();
        int to = from + Format.ALIGN;
        while (to < segment.capacity && !(reader.mayFollow(to, expected) && reader.sound(to))) {
            to += Format.ALIGN;
        }
        keep(damage.file());
        putGap(segment.file, segment.header.life(), from, to - from, expected);
        segment.file.force();
        steps.add(
                damage.file()
                        + ": "
                        + what(damage)
                        + ". "
                        + (to - from)
                        + " bytes from "
                        + from
                        + " on are skipped"
                        + (to >= segment.capacity ? ", to the end of the segment." : "."));
    }

    private static void putGap(DiskFile file, long life, int from, int bytes, long expected)
            throws IOException {
        ByteBuffer gap = ByteBuffer.allocate(Format.HEAD);
        Format.head(gap, 0, Format.HEAD, expected, Format.GAP, (byte) 0, 0, bytes, expected);
        Format.seal(gap, 0, Format.HEAD, life, from);
        file.write(gap, from);
    }

    private void keep(String name) throws IOException {
        String aside = name + ".damaged";
        if (!keepOld || disk.list().contains(aside)) {
            return;
        }
        try (DiskFile from = disk.open(name);
                DiskFile to = disk.allocate(aside, from.size())) {
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            for (long at = 0; from.read(chunk.clear(), at) > 0; at += chunk.limit()) {
                to.write(chunk.flip(), at);
            }
            to.force();
        }
        disk.forceNames();
    }

    private String free(String name) throws IOException {
        List<String> taken = disk.list();
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + "." + i;
        }
        return free;
    }

    private static String what(Damage damage) {
        String message = String.valueOf(damage.getMessage());
        String place = " at " + damage.offset() + ": ";
        return message.substring(message.indexOf(place) + place.length());
    }
}
