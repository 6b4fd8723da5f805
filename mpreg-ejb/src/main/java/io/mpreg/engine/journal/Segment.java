package io.mpreg.engine.journal;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One file of the chain and which of its records live.
 *
 * <p><b>Threads.</b> Guarded by the journal's lock, but for {@link #written} and the pins.
 */
final class Segment {

    private static final int GONE = Integer.MIN_VALUE;

    final SegmentHeader header;
    final DiskFile file;
    final int capacity;

    /** Up to where readers find records in the file; set by who writes. */
    volatile int written = SegmentHeader.BYTES;

    private final AtomicInteger pins = new AtomicInteger();
    private long[] live = new long[0];
    private int liveRecords;
    private int records;
    private long recordBytes;

    Segment(SegmentHeader header, DiskFile file) {
        this.header = header;
        this.file = file;
        this.capacity = (int) header.capacity();
    }

    long number() {
        return header.number();
    }

    /** How many bytes of records it takes. */
    long room() {
        return capacity - SegmentHeader.BYTES;
    }

    String name() {
        return SegmentHeader.name(header.number());
    }

    /** Notes a live record. */
    void born(int offset, int length) {
        int slot = offset / Format.ALIGN;
        int word = slot >> 6;
        if (word >= live.length) {
            int most = (capacity / Format.ALIGN >> 6) + 1;
            live = Arrays.copyOf(live, Math.min(most, Math.max(word + 1, live.length * 2 + 64)));
        }
        live[word] |= 1L << slot;
        liveRecords++;
        records++;
        recordBytes += Format.align(length);
    }

    /**
     * Notes that a record is dead.
     *
     * @return false if no live record begins there
     */
    boolean died(int offset) {
        if (!lives(offset)) {
            return false;
        }
        int slot = offset / Format.ALIGN;
        live[slot >> 6] &= ~(1L << slot);
        liveRecords--;
        return true;
    }

    /** Whether a live record begins there. */
    boolean lives(int offset) {
        int slot = offset / Format.ALIGN;
        return offset >= 0
                && offset % Format.ALIGN == 0
                && slot >> 6 < live.length
                && (live[slot >> 6] & 1L << slot) != 0;
    }

    /** Where the first live record at or after an offset begins; negative if there is none. */
    int nextLive(int offset) {
        int slot = offset / Format.ALIGN;
        int word = slot >> 6;
        long rest = word < live.length ? live[word] & -1L << slot : 0;
        while (rest == 0) {
            if (++word >= live.length) {
                return -1;
            }
            rest = live[word];
        }
        return ((word << 6) + Long.numberOfTrailingZeros(rest)) * Format.ALIGN;
    }

    int liveRecords() {
        return liveRecords;
    }

    /** Records of the appenders, dead or alive. */
    int records() {
        return records;
    }

    /** About how many bytes the live records have: their number times the mean size. */
    long liveBytes() {
        return records == 0 ? 0 : recordBytes * liveRecords / records;
    }

    /** Keeps the file as it is until {@link #unpin}; false if it is no part of the chain now. */
    boolean pin() {
        if (pins.incrementAndGet() > 0) {
            return true;
        }
        pins.decrementAndGet();
        return false;
    }

    void unpin() {
        pins.decrementAndGet();
    }

    /** Lets nobody read any more; false while somebody does. */
    boolean retire() {
        return pins.compareAndSet(0, GONE);
    }

    /** Lets readers in again. */
    void restore() {
        pins.addAndGet(-GONE);
    }

    void close() throws IOException {
        file.close();
    }
}
