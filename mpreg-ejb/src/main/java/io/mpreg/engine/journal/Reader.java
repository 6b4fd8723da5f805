package io.mpreg.engine.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads records by their positions: one, or those that lie near each other in one go.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. A segment that is read is pinned, so
 * that it is not used again meanwhile.
 */
final class Reader {

    /** How much is read at the most where records are read together. */
    static final int BLOCK = 256 << 10;

    /** Records whose beginnings are farther apart are not read together. */
    static final int NEAR = 16 << 10;

    /** How many may read together at the same time; others read one by one meanwhile. */
    static final int BLOCKS = 4;

    private static final int FIRST = 2048;
    private static final Comparator<Wanted> ORDER =
            Comparator.comparingLong(one -> one.found.position());

    private final Disk disk;
    private final Log log;
    private final ArrayBlockingQueue<ByteBuffer> blocks = new ArrayBlockingQueue<>(BLOCKS);
    private final AtomicInteger made = new AtomicInteger();

    Reader(Disk disk, Log log) {
        this.disk = disk;
        this.log = log;
    }

    /** Reads one, into buffers of the caller's own; empty if it is gone. */
    Optional<Entry> read(long position) {
        Log.Found found = log.find(position);
        if (found == null) {
            return Optional.empty();
        }
        ByteBuffer bytes = found.bytes();
        if (bytes != null) {
            return Optional.of(SegmentReader.entry(bytes, 0, found.position()));
        }
        try {
            return Optional.of(read(found.segment(), found.position()));
        } catch (IOException e) {
            throw Problem.failed(disk, "reading " + found.segment().name(), e);
        } catch (Damage e) {
            throw Problem.corrupt(e);
        } finally {
            found.segment().unpin();
        }
    }

    /** Reads those that can be read together with others; says nothing of the rest. */
    void readTogether(long[] positions, int count, Reading into) {
        ByteBuffer block = block();
        if (block == null) {
            return;
        }
        Log.@Nullable Found[] found = new Log.@Nullable Found[0];
        try {
            found = log.find(positions, count);
            Wanted[] filed = new Wanted[count];
            int files = 0;
            for (int i = 0; i < count; i++) {
                Log.Found one = found[i];
                if (one != null && one.bytes() == null) {
                    filed[files++] = new Wanted(i, one);
                } else if (one != null && one.bytes() != null) {
                    into.read(i, SegmentReader.entry(one.bytes(), 0, one.position()));
                }
            }
            Arrays.sort(filed, 0, files, ORDER);
            for (int from = 0; from < files; ) {
                int to = run(filed, from, files);
                if (to - from > 1) {
                    readRun(filed, from, to, block, into);
                }
                from = to;
            }
        } finally {
            for (Log.Found one : found) {
                if (one != null && one.bytes() == null) {
                    one.segment().unpin();
                }
            }
            blocks.add(block.clear());
        }
    }

    /* A block that nobody uses; null if all are in use. */
    private @Nullable ByteBuffer block() {
        ByteBuffer free = blocks.poll();
        if (free != null || made.get() >= BLOCKS || made.incrementAndGet() > BLOCKS) {
            return free;
        }
        return ByteBuffer.allocateDirect(BLOCK);
    }

    /* The end of those that are read in one go. */
    private static int run(Wanted[] all, int from, int end) {
        Log.Found first = all[from].found;
        int to = from + 1;
        while (to < end
                && all[to].found.segment() == first.segment()
                && all[to].offset() - all[to - 1].offset() <= NEAR
                && all[to].offset() + FIRST - Format.offset(first.position()) <= BLOCK) {
            to++;
        }
        return to;
    }

    private static void readRun(Wanted[] all, int from, int to, ByteBuffer block, Reading into) {
        Segment segment = all[from].found.segment();
        int begin = all[from].offset();
        int end = Math.min(all[to - 1].offset() + FIRST, segment.capacity);
        block.clear().limit(end - begin);
        try {
            segment.file.read(block, begin);
        } catch (IOException e) {
            // Who asks for one of them alone gets to know.
            return;
        }
        block.flip();
        for (int i = from; i < to; i++) {
            Wanted one = all[i];
            int at = one.offset() - begin;
            if (isThere(block, at, segment, one.offset())) {
                into.read(one.index, SegmentReader.entry(block, at, one.found.position()));
            }
        }
    }

    private static boolean isThere(ByteBuffer block, int at, Segment segment, int offset) {
        if (at + Format.HEAD > block.limit()) {
            return false;
        }
        int length = block.getInt(at);
        return Format.fits(length, offset, segment.capacity)
                && at + length <= block.limit()
                && Format.sound(block, at, length, segment.header.life(), offset);
    }

    private Entry read(Segment segment, long position) throws IOException, Damage {
        int offset = Format.offset(position);
        ByteBuffer bytes = ByteBuffer.allocate(Math.min(FIRST, segment.capacity - offset));
        segment.file.read(bytes, offset);
        int length = bytes.position() < Format.HEAD ? 0 : bytes.getInt(0);
        boolean sound = Format.fits(length, offset, segment.capacity);
        if (sound && length > bytes.capacity()) {
            ByteBuffer whole = ByteBuffer.allocate(length);
            whole.put(bytes.flip());
            segment.file.read(whole, offset + whole.position());
            bytes = whole;
        }
        if (!sound
                || bytes.position() < length
                || !Format.sound(bytes, 0, length, segment.header.life(), offset)) {
            throw Problem.damage(disk, segment.name(), offset, "the record is not sound");
        }
        return SegmentReader.entry(bytes.clear(), 0, position);
    }

    private record Wanted(int index, Log.Found found) {
        int offset() {
            return Format.offset(found.position());
        }
    }
}
