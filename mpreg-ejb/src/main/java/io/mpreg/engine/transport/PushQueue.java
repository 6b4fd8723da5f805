package io.mpreg.engine.transport;

import org.jspecify.annotations.Nullable;

/**
 * Pushes that wait, in order; each has a place, whose number is never given again.
 *
 * <p><b>Threads.</b> Guarded by the lock of its outbox.
 */
final class PushQueue {

    /** At how many places one looks for a push that takes in another one. */
    private static final int LOOKS = 8;

    private static final int LEAST = 4;

    // The length is a power of two, so that the last bits of a place are its index.
    private @Nullable Outgoing[] ring = new Outgoing[LEAST];
    private long first;
    private long next;

    int size() {
        return (int) (next - first);
    }

    boolean isEmpty() {
        return next == first;
    }

    /**
     * Lets a push that waits take in one of a series, which comes behind all of its receiver then.
     *
     * @return how many bytes more it takes; -1 if there is none that takes it in
     */
    int join(PushSeries series, int index) {
        long after = series.after();
        if (after >= next - 1) {
            return -1;
        }
        long from = Math.max(first, after + 1);
        long to = Math.min(next, from + LOOKS);
        for (long place = from; place < to; place++) {
            Outgoing waiting = at(place);
            int more = waiting == null ? -1 : series.join(index, waiting);
            if (more >= 0) {
                series.placed(place);
                return more;
            }
        }
        return -1;
    }

    /** Adds a push behind the others, and returns its place. */
    long addLast(Outgoing push) {
        if (size() == ring.length) {
            grow();
        }
        ring[(int) next & ring.length - 1] = push;
        return next++;
    }

    @Nullable Outgoing peekLast() {
        return isEmpty() ? null : at(next - 1);
    }

    @Nullable Outgoing peekFirst() {
        return isEmpty() ? null : at(first);
    }

    void removeFirst() {
        ring[(int) first & ring.length - 1] = null;
        first++;
    }

    void clear() {
        ring = new Outgoing[LEAST];
        first = next;
    }

    private @Nullable Outgoing at(long place) {
        return ring[(int) place & ring.length - 1];
    }

    private void grow() {
        @Nullable Outgoing[] larger = new Outgoing[2 * ring.length];
        for (long place = first; place < next; place++) {
            larger[(int) place & larger.length - 1] = at(place);
        }
        ring = larger;
    }
}
