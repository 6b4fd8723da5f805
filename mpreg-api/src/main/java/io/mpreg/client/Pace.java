package io.mpreg.client;

/**
 * How far a node may be ahead of a listener: many messages if they are small, fewer if they are
 * large.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Pace {

    private static final int FEWEST = 64;
    private static final int MOST = 4096;
    private static final long BYTES = 4L << 20;
    private static final int SMOOTH = 4;

    private final int first;

    // Guarded by this.
    private long ahead;
    private int taken;
    private long size;

    /**
     * @param first how far, before it is known how large messages are
     */
    Pace(int first) {
        this.first = first;
        this.ahead = first;
        this.size = BYTES / first;
    }

    /** The node begins anew, with as much as in the beginning. */
    synchronized void restart() {
        ahead = first;
        taken = 0;
    }

    /**
     * The listener is through with so many messages, at least one, of so many bytes together.
     *
     * @return how many more messages the node may send
     */
    synchronized int taken(int messages, long bytes) {
        long mean = bytes / messages;
        size += (mean - size) >> (messages > 1 ? SMOOTH / 2 : SMOOTH);
        taken += messages;
        if (taken * 2L < ahead) {
            return 0;
        }
        long wanted = Math.max(FEWEST, Math.min(MOST, BYTES / Math.max(1, size)));
        long left = ahead - taken;
        taken = 0;
        ahead = Math.max(left, wanted);
        return (int) (ahead - left);
    }
}
