package io.mpreg.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A look at all segments, which changes nothing: where the log ends, which records live, and
 * whether everything is as it was written.
 *
 * <p>The end of the log is where no record follows. What is found behind it decides what it is. A
 * crash leaves there what was written and not forced, in any order and in part. A mark that was
 * written after a force says up to where records were on stable storage then; if that is beyond the
 * end, then something was lost that was safe, and this is damage. The same if a later segment was
 * begun, because a segment is forced before the next is begun. A segment that was prepared later
 * says what was on stable storage, too.
 *
 * <p><b>Threads.</b> For one thread.
 */
final class Survey {

    private final Disk disk;
    private final List<Segment> segments;
    private ByteBuffer buffer;
    private long oldest;
    private long bytes;
    private long released;
    private int last;
    private int end = SegmentHeader.BYTES;
    private long expected;
    private boolean loose;
    private long tornBytes;
    private final List<Segment> remnants = new ArrayList<>();

    private Survey(Disk disk, List<Segment> segments) {
        this.disk = disk;
        this.segments = segments;
        this.buffer = SegmentReader.buffer(segments.get(0).capacity);
    }

    /**
     * Looks at a folder.
     *
     * @param opened gets every segment as soon as it is open, so that it can be closed
     * @return null if there are no segments
     */
    static @Nullable Survey of(Disk disk, List<Segment> opened) throws IOException, Damage {
        List<String> names =
                disk.list().stream().filter(SegmentHeader::isSegment).sorted().toList();
        if (names.isEmpty()) {
            return null;
        }
        for (String name : names) {
            DiskFile file = disk.open(name);
            try {
                opened.add(new Segment(SegmentHeader.read(disk, name, file), file));
                file = null;
            } finally {
                if (file != null) {
                    file.close();
                }
            }
        }
        Survey survey = new Survey(disk, opened);
        survey.checkHeaders();
        survey.readRecords();
        survey.checkEnd();
        survey.checkOldest();
        return survey;
    }

    /** All segments of the chain, without those that a trim took out. */
    List<Segment> chain() {
        return segments.stream()
                .filter(s -> s.number() >= oldest && s.number() <= head().number())
                .toList();
    }

    /** Segments that were taken out, but are still there. */
    List<Segment> leftovers() {
        return segments.stream().filter(segment -> segment.number() < oldest).toList();
    }

    /** Segments without records. */
    List<Segment> spares() {
        return segments.subList(last + 1, segments.size());
    }

    Segment head() {
        return segments.get(last);
    }

    /** Where the log ends in the head. */
    int end() {
        return end;
    }

    long nextSequence() {
        return expected;
    }

    /** Bytes behind the end that were written and never confirmed; 0 if there is nothing. */
    long tornBytes() {
        return tornBytes;
    }

    /** Segments that have sound records behind the end. */
    List<Segment> remnants() {
        return remnants;
    }

    long bytes() {
        return bytes;
    }

    long released() {
        return released;
    }

    private void checkHeaders() throws Damage {
        Segment before = segments.get(0);
        oldest = before.header.oldest();
        for (Segment segment : segments.subList(1, segments.size())) {
            if (segment.number() != before.number() + 1) {
                throw Problem.damage(
                        disk, SegmentHeader.name(before.number() + 1), 0, "the segment is missing");
            }
            if (segment.header.journal() != before.header.journal()) {
                throw Problem.damage(
                        disk, segment.name(), 32, "the segment belongs to another journal");
            }
            oldest = Math.max(oldest, segment.header.oldest());
            before = segment;
        }
    }

    private void readRecords() throws IOException, Damage {
        // The first record of all has the sequence 1, and it alone may never have been written.
        boolean fresh = segments.get(0).number() == 1;
        expected = fresh ? 1 : 0;
        loose = !fresh;
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            SegmentReader reader = new SegmentReader(segment, expected, loose, buffer);
            while (reader.next()) {
                note(segment, reader);
            }
            buffer = reader.reuse();
            boolean empty = reader.end() == SegmentHeader.BYTES;
            if (empty && i == 0 && !fresh) {
                checkOldest();
                throw Problem.damage(
                        disk, segment.name(), reader.end(), "the first record is not sound");
            }
            if (empty && i > 0) {
                return;
            }
            last = i;
            end = reader.end();
            expected = reader.expected();
            loose = reader.loose();
            segment.written = end;
            bytes += end - SegmentHeader.BYTES;
        }
    }

    private void note(Segment segment, SegmentReader reader) {
        switch (reader.kind()) {
            case Format.DATA -> {
                segment.born(reader.offset(), reader.length());
                if (reader.moved()) {
                    died(reader.target(0));
                }
            }
            case Format.RELEASE -> {
                for (int i = 0; i < reader.extra(); i++) {
                    released += died(reader.target(i)) ? 1 : 0;
                }
            }
            case Format.TRIM -> oldest = Math.max(oldest, reader.extra());
            default -> {
                // Marks and gaps are about the log, not about records.
            }
        }
    }

    private boolean died(long position) {
        long index = Journal.segment(position) - segments.get(0).number();
        return index >= 0
                && index < segments.size()
                && segments.get((int) index).died(Format.offset(position));
    }

    /** Decides what stands behind the end. */
    private void checkEnd() throws IOException, Damage {
        long safe = 0;
        for (Segment segment : segments) {
            safe = Math.max(safe, segment.header.safe());
        }
        for (int i = last; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            SegmentReader reader = new SegmentReader(segment, buffer);
            int from = i == last ? end : SegmentHeader.BYTES;
            boolean found = false;
            for (int at = from; at <= segment.capacity - Format.HEAD; at += Format.ALIGN) {
                if (reader.mayFollow(at, expected) && reader.sound(at)) {
                    found = true;
                    tornBytes += Format.align(reader.length());
                    if (reader.kind() == Format.MARK) {
                        safe = Math.max(safe, reader.extra());
                    }
                }
            }
            buffer = reader.reuse();
            if (found) {
                remnants.add(segment);
            }
        }
        if (loose && remnants.isEmpty()) {
            // The log ends with a gap, so what is missing is known to be.
            expected = Math.max(expected, safe + 1);
        }
        if (safe >= expected) {
            throw lost(safe);
        }
        SegmentReader reader = new SegmentReader(head(), buffer);
        if (reader.looksLike(end, expected)) {
            tornBytes += Format.align(reader.length());
        }
        buffer = reader.reuse();
    }

    private Damage lost(long safe) throws IOException {
        String what =
                "record "
                        + expected
                        + " is not sound, although records up to "
                        + safe
                        + " were on stable storage";
        boolean next = last + 1 < segments.size();
        if (end > head().capacity - Format.HEAD) {
            return Problem.damage(
                    disk,
                    SegmentHeader.name(head().number() + 1),
                    next ? SegmentHeader.BYTES : 0,
                    next ? what : "the segment is missing");
        }
        boolean later = !remnants.isEmpty() && remnants.get(0) != head();
        return later && !startsSound(segments.get(last + 1))
                ? Problem.damage(disk, segments.get(last + 1).name(), SegmentHeader.BYTES, what)
                : Problem.damage(disk, head().name(), end, what);
    }

    private boolean startsSound(Segment segment) throws IOException {
        return new SegmentReader(segment, buffer).sound(SegmentHeader.BYTES);
    }

    private void checkOldest() throws Damage {
        if (oldest < segments.get(0).number()) {
            throw Problem.damage(
                    disk,
                    SegmentHeader.name(segments.get(0).number() - 1),
                    0,
                    "the segment is missing");
        }
    }
}
