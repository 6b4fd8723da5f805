package io.mpreg.engine.journal;

import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Moves the live records of the oldest segment to the head. Until the segment is taken out a record
 * is there twice; the moved one names where it came from, and whoever reads it takes that one for
 * dead.
 *
 * <p><b>Threads.</b> For one thread at a time.
 */
final class Compaction {

    private final Log log;
    private final Writer writer;
    private final Relocation relocation;
    private long[] from = new long[256];
    private long[] to = new long[256];
    private int count;
    private @Nullable ByteBuffer buffer;
    private long budget;
    private long releases = -1;
    private volatile long moved;

    Compaction(Log log, Writer writer, Relocation relocation) {
        this.log = log;
        this.writer = writer;
        this.relocation = relocation;
    }

    long moved() {
        return moved;
    }

    /** Whether anything was released since all segments were last gone through. */
    boolean worthwhile(int segments, long released) {
        if (budget <= 0 && released != releases) {
            budget = segments;
            releases = released;
        }
        return budget > 0;
    }

    /**
     * Empties a segment as far as there is room for its records elsewhere.
     *
     * @return whether it is empty now
     */
    boolean run(Disk disk, Segment segment) throws IOException, Damage {
        budget--;
        count = 0;
        Settled last = null;
        boolean complete = true;
        ByteBuffer through = buffer == null ? SegmentReader.buffer(segment.capacity) : buffer;
        SegmentReader reader = new SegmentReader(segment, through);
        int offset = nextLive(segment, 0);
        while (complete && offset >= 0) {
            if (!reader.go(offset)) {
                throw Problem.damage(disk, segment.name(), offset, "the record is not sound");
            }
            Settled settled = new Settled();
            complete = move(reader.entry(), settled);
            boolean moving = complete && count > 0 && from[count - 1] == reader.position();
            last = moving ? settled : last;
            offset = nextLive(segment, offset + Format.ALIGN);
        }
        buffer = reader.reuse();
        if (last != null && !last.await(writer)) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            relocation.moved(from[i], to[i]);
        }
        moved += count;
        return complete;
    }

    private int nextLive(Segment segment, int from) {
        return log.with(chain -> segment.nextLive(from));
    }

    /** Moves a record; false if there is no room for it. */
    private boolean move(Entry entry, Settled settled) {
        while (true) {
            try {
                long position = log.move(entry, settled);
                if (position >= 0) {
                    note(entry.position(), position);
                }
                return true;
            } catch (MpregLimitException e) {
                if (!writer.round(true)) {
                    return false;
                }
            } catch (MpregException e) {
                return false;
            }
        }
    }

    private void note(long old, long now) {
        if (count == from.length) {
            from = Arrays.copyOf(from, count * 2);
            to = Arrays.copyOf(to, count * 2);
        }
        from[count] = old;
        to[count++] = now;
    }
}
