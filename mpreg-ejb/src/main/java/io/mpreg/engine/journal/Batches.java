package io.mpreg.engine.journal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The batches that are not in their files yet: one that is being filled, those that wait, and those
 * that the writer has.
 *
 * <p><b>Threads.</b> Guarded by the journal's lock.
 */
final class Batches {

    private final Buffers buffers;
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final List<Batch> writing = new ArrayList<>();
    private @Nullable Batch open;

    Batches(Buffers buffers) {
        this.buffers = buffers;
    }

    /** Whether a record of that many bytes goes into the batch that is being filled. */
    boolean hasRoom(int bytes) {
        return open != null && open.hasRoom(bytes);
    }

    /** The batch that is being filled; a new one if there is none. */
    Batch open(Segment segment, int offset, long sequence, int bytes) {
        Batch batch = open;
        if (batch == null) {
            ByteBuffer buffer = buffers.take(Format.HEAD + bytes);
            batch = new Batch(segment, offset, sequence, buffer);
            open = batch;
        }
        return batch;
    }

    /** Lets the batch that is being filled wait for the writer. */
    void close() {
        if (open != null) {
            waiting.addLast(open);
            open = null;
        }
    }

    /** Hands everything that waits to the writer. */
    List<Batch> take() {
        close();
        List<Batch> taken = List.copyOf(waiting);
        waiting.clear();
        writing.addAll(taken);
        return taken;
    }

    /**
     * Takes back what has been written.
     *
     * @return how many bytes that were
     */
    long written(List<Batch> batches) {
        long bytes = 0;
        for (Batch batch : batches) {
            batch.segment.written = batch.nextOffset();
            bytes += batch.content().limit();
            buffers.give(batch.buffer);
        }
        writing.removeAll(batches);
        return bytes;
    }

    boolean isEmpty() {
        return open == null && waiting.isEmpty() && writing.isEmpty();
    }

    /** A copy of the record at an offset, if it is not in the file yet. */
    @Nullable ByteBuffer find(Segment segment, int offset) {
        Batch holder = offset < segment.written ? null : holder(segment, offset);
        if (holder == null) {
            return null;
        }
        int at = offset - holder.offset;
        int length = holder.buffer.getInt(at);
        if (!Format.fits(length, at, holder.end())) {
            return null;
        }
        ByteBuffer copy = ByteBuffer.allocate(length);
        return copy.put(holder.content().limit(at + length).position(at)).flip();
    }

    private @Nullable Batch holder(Segment segment, int offset) {
        Batch holder = open != null && open.holds(segment, offset) ? open : null;
        for (Batch batch : waiting) {
            holder = batch.holds(segment, offset) ? batch : holder;
        }
        for (Batch batch : writing) {
            holder = batch.holds(segment, offset) ? batch : holder;
        }
        return holder;
    }
}
