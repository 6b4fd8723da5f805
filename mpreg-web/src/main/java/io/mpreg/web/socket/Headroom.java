package io.mpreg.web.socket;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How much may be written to a connection on the calling thread without waiting for the other end.
 *
 * <p>What was written and is not read lies in the buffers of both operating systems. Together these
 * hold more than {@link #LIMIT} bytes, so what keeps within that limit does not wait. What was read
 * is known from pongs: one proves that everything before its ping has arrived in the other end's
 * program. A ping carries a number that cannot be foreseen, so that nobody proves what was not
 * read.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; frames are sent one at a time.
 */
final class Headroom {

    /** How many bytes may be written that are not known to have been read. */
    static final int LIMIT = 32 << 10;

    /** The largest frame that is written on the calling thread; larger ones would use it up. */
    static final int LARGEST = LIMIT / 2;

    /** With more than that under way, even a ping might wait; those of the heartbeat are left. */
    private static final int FULL = 3 * LIMIT;

    /** The most that is written to who does not read, where writing does not wait. */
    private static final int MOST = 32 * LIMIT;

    /** How long a ping is, as a frame. */
    private static final int PING = 2 + Long.BYTES;

    private final RandomGenerator random;

    // Guarded by this.
    private long written;
    private long read;
    private boolean wanted;
    private @Nullable Mark asked;

    Headroom(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Notes that a frame of so many bytes is about to be sent.
     *
     * @return whether it may be written on the calling thread
     */
    synchronized boolean takes(int bytes) {
        boolean small = bytes <= LARGEST;
        boolean fits = written - read + bytes <= LIMIT;
        wanted |= small;
        written += bytes;
        return small && fits;
    }

    /** What a ping is to carry that should be sent now; null if none should. */
    synchronized @Nullable ByteBuffer due() {
        long unread = written - read;
        if (!wanted || asked != null || unread < LIMIT / 2 || unread > FULL) {
            return null;
        }
        return mark();
    }

    /** Notes that so many bytes are written in a way that does not wait. */
    synchronized void noted(int bytes) {
        written += bytes;
    }

    /** Whether a thread that waited until everything is written would not wait. */
    synchronized boolean isSure() {
        return written - read <= LIMIT;
    }

    /** Whether so much is not known to have been read that no more should be written. */
    synchronized boolean isUsedUp() {
        return written - read > MOST;
    }

    /**
     * Whether a pong is to be expected, which will tell more.
     *
     * @param kept how many of the bytes written last have not left yet
     */
    synchronized boolean isAsking(int kept) {
        return asked != null && asked.written() + PING <= written - kept;
    }

    /**
     * What a ping is to carry that should be sent now, where sending it does not wait; null if none
     * should.
     */
    synchronized @Nullable ByteBuffer wants() {
        return asked == null && written - read >= LIMIT / 2 ? mark() : null;
    }

    /** What a ping that is sent anyway is to carry. */
    synchronized ByteBuffer mark() {
        wanted = false;
        Mark mark = new Mark(random.nextLong(), written);
        asked = mark;
        return ByteBuffer.allocate(Long.BYTES).putLong(mark.number()).flip();
    }

    /** Notes what a pong carried; one that answers no such ping is ignored. */
    synchronized void answered(ByteBuffer carried) {
        Mark mark = asked;
        if (mark != null
                && carried.remaining() == Long.BYTES
                && carried.getLong(carried.position()) == mark.number()) {
            read = mark.written();
            asked = null;
        }
    }

    /** A ping that was sent after so many bytes. */
    private record Mark(long number, long written) {}
}
