package io.mpreg.web.socket;

import java.util.concurrent.ArrayBlockingQueue;

/**
 * Arrays to read into: one for each connection that is being read at the moment, not one for each
 * that is open.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class ReadBuffers {

    /** The most that Open Liberty reads into buffers that it uses again. */
    static final int BYTES = 64 << 10;

    private static final int KEPT = 32;

    private final ArrayBlockingQueue<byte[]> free = new ArrayBlockingQueue<>(KEPT);

    byte[] take() {
        byte[] kept = free.poll();
        return kept == null ? new byte[BYTES] : kept;
    }

    void give(byte[] buffer) {
        free.offer(buffer);
    }
}
