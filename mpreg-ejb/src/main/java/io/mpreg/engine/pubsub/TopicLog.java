package io.mpreg.engine.pubsub;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last messages of one topic, in a ring that grows.
 *
 * <p><b>Threads.</b> Changed in turns of the {@link Sequencer} only. Read by any thread: a reader
 * sees every message that was here before it began and has not left since, and perhaps later ones.
 */
final class TopicLog {

    private static final int LEAST = 4;

    private static final VarHandle FIRST;
    private static final VarHandle NEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            FIRST = lookup.findVarHandle(TopicLog.class, "first", long.class);
            NEXT = lookup.findVarHandle(TopicLog.class, "next", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /*
     * Messages are numbered as they come: those from first to next are here. The length of the ring
     * is a power of two, so that the last bits of a number are its place, whichever ring a reader
     * sees. A reader looks at next first. It was written after first and the ring, so what the
     * reader finds there covers no place twice.
     */
    private volatile @Nullable Kept[] ring = new Kept[LEAST];
    private long first;
    private long next;

    /** Up to which time messages that are too old have gone; of the turn. */
    private long swept = Long.MIN_VALUE;

    void add(Kept kept) {
        @Nullable Kept[] all = ring;
        if (next - first == all.length) {
            all = grow(all);
        }
        all[(int) next & all.length - 1] = kept;
        NEXT.setRelease(this, next + 1);
    }

    /** How many messages are here; asked in a turn. */
    int size() {
        return (int) (next - first);
    }

    /** Whether it is worth while to look for messages that are older than that; asked in a turn. */
    boolean isDue(long expired) {
        if (expired <= swept) {
            return false;
        }
        swept = expired;
        return true;
    }

    /** Whether the oldest message is not the newest one as well, and was made before that time. */
    boolean isStale(long expired) {
        long end = (long) NEXT.getAcquire(this);
        long from = (long) FIRST.getAcquire(this);
        if (end - from < 2) {
            return false;
        }
        Kept oldest = at(ring, from);
        return oldest != null && oldest.message.timestamp() < expired;
    }

    /**
     * Lets go of the oldest message.
     *
     * @return how many bytes it had
     */
    long removeOldest() {
        @Nullable Kept[] all = ring;
        Kept gone = at(all, first);
        all[(int) first & all.length - 1] = null;
        FIRST.setRelease(this, first + 1);
        return gone == null ? 0 : gone.bytes;
    }

    /*
     * From the newest to the oldest: messages leave from the other side, and a reader that began
     * there could be overtaken, and see those before and behind a gap.
     */
    void copyTo(List<Kept> sink) {
        long end = (long) NEXT.getAcquire(this);
        long from = (long) FIRST.getAcquire(this);
        @Nullable Kept[] all = ring;
        int before = sink.size();
        long later = Long.MAX_VALUE;
        for (long number = end - 1; number >= from; number--) {
            Kept kept = at(all, number);
            if (kept == null || kept.order > later) {
                break;
            }
            later = kept.order;
            sink.add(kept);
        }
        Collections.reverse(sink.subList(before, sink.size()));
    }

    @Nullable Kept newest() {
        long end = (long) NEXT.getAcquire(this);
        return end == 0 ? null : at(ring, end - 1);
    }

    private static @Nullable Kept at(@Nullable Kept[] all, long number) {
        return all[(int) number & all.length - 1];
    }

    private @Nullable Kept[] grow(@Nullable Kept[] all) {
        @Nullable Kept[] larger = new Kept[2 * all.length];
        for (long number = first; number < next; number++) {
            larger[(int) number & larger.length - 1] = at(all, number);
        }
        ring = larger;
        return larger;
    }
}
