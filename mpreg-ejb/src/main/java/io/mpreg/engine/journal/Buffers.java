package io.mpreg.engine.journal;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * Write buffers that are used again.
 *
 * <p><b>Threads.</b> Guarded by the journal's lock.
 */
final class Buffers {

    private final int bytes;
    private final int kept;
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();

    Buffers(int bytes, int kept) {
        this.bytes = bytes;
        this.kept = kept;
    }

    /** A buffer with room for at least that many bytes. */
    ByteBuffer take(int atLeast) {
        if (atLeast > bytes) {
            // A buffer of the heap: who appends large records rarely shall not keep memory for
            // them.
            return ByteBuffer.allocate(atLeast);
        }
        ByteBuffer buffer = free.pollFirst();
        return buffer == null ? ByteBuffer.allocateDirect(bytes) : buffer.clear();
    }

    void give(ByteBuffer buffer) {
        if (buffer.isDirect() && free.size() < kept) {
            free.addFirst(buffer);
        }
    }
}
