package io.mpreg.engine.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Records of one segment that are written together, after a mark.
 *
 * <p><b>Threads.</b> Guarded by the journal's lock until the writer takes it; then it changes no
 * more, but for the mark, which nobody reads.
 */
final class Batch {

    final Segment segment;
    final int offset;
    final long firstSequence;
    final ByteBuffer buffer;
    private long[] positions = new long[16];
    private Done[] dones = new Done[16];
    private boolean[] forced = new boolean[16];
    private int count;
    private int end = Format.HEAD;
    private boolean force;

    /**
     * @param offset where in the segment it will stand
     * @param buffer where its records are collected
     */
    Batch(Segment segment, int offset, long firstSequence, ByteBuffer buffer) {
        this.segment = segment;
        this.offset = offset;
        this.firstSequence = firstSequence;
        this.buffer = buffer;
    }

    /** Whether a record of that many bytes, padding included, finds room. */
    boolean hasRoom(int bytes) {
        return bytes <= buffer.capacity() - end;
    }

    /** Where the next record stands in the buffer. */
    int end() {
        return end;
    }

    /** Where the next record stands in the segment. */
    int nextOffset() {
        return offset + end;
    }

    /** Takes in a record that has been put at {@link #end}. */
    void added(int bytes, long position, Level level, Done done) {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, count * 2);
            dones = Arrays.copyOf(dones, count * 2);
            forced = Arrays.copyOf(forced, count * 2);
        }
        positions[count] = position;
        dones[count] = done;
        forced[count] = level == Level.DISK;
        force |= forced[count];
        count++;
        end += bytes;
    }

    int records() {
        return count;
    }

    /** Whether a record in it wants to be forced. */
    boolean force() {
        return force;
    }

    /** What is to be written, its mark included. */
    ByteBuffer content() {
        return buffer.duplicate().limit(end).position(0);
    }

    /** Whether it holds the record of an offset of its segment. */
    boolean holds(Segment of, int at) {
        return of == segment && at > offset && at < offset + end;
    }

    Done done(int index) {
        return dones[index];
    }

    long position(int index) {
        return positions[index];
    }

    boolean forced(int index) {
        return forced[index];
    }
}
