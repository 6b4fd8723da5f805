package io.mpreg.engine.cache;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The seats that are used most, each to be found at one look by the hash of its key. It grows with
 * the number of entries, up to a limit, and holds no seat for long that was vacated.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class FrontRow {

    private static final int MOST = 1 << 17;
    private static final int LEAST = 1 << 6;

    /** Spreads hashes: the golden ratio of 32 bits. */
    private static final int SPREAD = 0x9E3779B9;

    private volatile boolean closed;
    private volatile AtomicReferenceArray<@Nullable Seat> row = new AtomicReferenceArray<>(1);

    private static int place(String key, int length) {
        return key.hashCode() * SPREAD >>> 15 & length - 1;
    }

    /** The seat of a key, perhaps vacated; null if it is not in the row. */
    @Nullable Seat find(String key) {
        AtomicReferenceArray<@Nullable Seat> seats = row;
        Seat seat = seats.getAcquire(place(key, seats.length()));
        return seat != null && (seat.key() == key || seat.key().equals(key)) ? seat : null;
    }

    /**
     * Whether a seat that was found elsewhere would better be here: there is room, or it is used.
     */
    boolean wants(Seat seat) {
        AtomicReferenceArray<@Nullable Seat> seats = row;
        Seat present = seats.getPlain(place(seat.key(), seats.length()));
        return seat.isKnown() && (present == null || present != seat && seat.isTurn());
    }

    /**
     * Takes a seat into the row, in the place of another one if there is one.
     *
     * @param size how many seats there are altogether
     */
    void show(Seat seat, long size) {
        AtomicReferenceArray<@Nullable Seat> seats = row;
        if (seats.length() < size && seats.length() < MOST) {
            seats = new AtomicReferenceArray<>(length(size));
            row = seats;
        }
        int place = place(seat.key(), seats.length());
        seats.set(place, seat);
        if (seat.entry() == null || closed) {
            // Whoever vacated it, or closed, may have looked here before.
            seats.compareAndSet(place, seat, null);
        }
    }

    private static int length(long size) {
        int length = LEAST;
        while (length < 2 * size && length < MOST) {
            length <<= 1;
        }
        return length;
    }

    /** Lets go of all seats, and takes none any more. */
    void close() {
        closed = true;
        row = new AtomicReferenceArray<>(1);
    }

    /** Lets go of a seat that was vacated. */
    void hide(Seat seat) {
        AtomicReferenceArray<@Nullable Seat> seats = row;
        int place = place(seat.key(), seats.length());
        if (seats.get(place) == seat) {
            seats.compareAndSet(place, seat, null);
        }
    }
}
