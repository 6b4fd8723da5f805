package io.mpreg.engine.transport;

import java.util.concurrent.atomic.LongAdder;

/**
 * What went over the connections of a node, and what was refused.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class TransportCounts {

    private final LongAdder framesIn = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder framesOut = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder messagesOut = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder overflows = new LongAdder();

    /** A frame came in. */
    public void received(int bytes) {
        framesIn.increment();
        bytesIn.add(bytes);
    }

    /** A frame of so many messages goes out. */
    void sent(int messages, int bytes) {
        framesOut.increment();
        bytesOut.add(bytes);
        messagesOut.add(messages);
    }

    /** A frame that cannot be understood came in. */
    public void malformed() {
        malformed.increment();
    }

    /** A connection is ended because its other end does not read. */
    public void overflowed() {
        overflows.increment();
    }

    public long framesIn() {
        return framesIn.sum();
    }

    public long bytesIn() {
        return bytesIn.sum();
    }

    public long framesOut() {
        return framesOut.sum();
    }

    public long bytesOut() {
        return bytesOut.sum();
    }

    public long messagesOut() {
        return messagesOut.sum();
    }

    public long malformedFrames() {
        return malformed.sum();
    }

    public long overflows() {
        return overflows.sum();
    }
}
