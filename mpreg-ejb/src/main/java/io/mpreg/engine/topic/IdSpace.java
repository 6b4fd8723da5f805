package io.mpreg.engine.topic;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which ids are taken, in chunks of {@value #CHUNK}. Low ids are given out first, so that chunks at
 * the end become free. The id 0 is never given out.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class IdSpace {

    static final int BITS = 10;
    static final int CHUNK = 1 << BITS;
    static final int MASK = CHUNK - 1;

    /** A set of taken ids per chunk; none if the chunk does not exist. */
    private long @Nullable [][] taken = new long[4][];

    private int[] counts = new int[4];

    /** Chunks that exist and are not full. */
    private final BitSet open = new BitSet();

    private final BitSet existing = new BitSet();
    private int spare;
    private int size;

    IdSpace() {
        take();
        size = 0;
    }

    /** The chunk of which the next id will be; it may not exist yet. */
    int next() {
        int chunk = open.nextSetBit(0);
        return chunk >= 0 ? chunk : existing.nextClearBit(0);
    }

    /** How many chunks there must be room for. */
    int bound() {
        return existing.length();
    }

    boolean exists(int chunk) {
        return existing.get(chunk);
    }

    int take() {
        int chunk = next();
        if (!existing.get(chunk)) {
            create(chunk);
        } else if (counts[chunk] == 0) {
            spare--;
        }
        long[] bits = bits(chunk);
        int word = 0;
        while (bits[word] == -1L) {
            word++;
        }
        int bit = Long.numberOfTrailingZeros(~bits[word]);
        bits[word] |= 1L << bit;
        size++;
        if (++counts[chunk] == CHUNK) {
            open.clear(chunk);
        }
        return chunk << BITS | word << 6 | bit;
    }

    /**
     * Takes an id back.
     *
     * @return whether its chunk has ceased to exist
     */
    boolean give(int id) {
        int chunk = id >>> BITS;
        bits(chunk)[(id & MASK) >>> 6] &= ~(1L << id);
        size--;
        open.set(chunk);
        if (--counts[chunk] > 0) {
            return false;
        }
        if (spare == 0) {
            // One empty chunk stays, so that a few changes back and forth cost no memory traffic.
            spare = 1;
            return false;
        }
        taken[chunk] = null;
        open.clear(chunk);
        existing.clear(chunk);
        return true;
    }

    boolean taken(int id) {
        int chunk = id >>> BITS;
        return existing.get(chunk) && (bits(chunk)[(id & MASK) >>> 6] & 1L << id) != 0;
    }

    /** How many ids are taken. */
    int size() {
        return size;
    }

    private void create(int chunk) {
        if (chunk == taken.length) {
            taken = Arrays.copyOf(taken, chunk * 2);
            counts = Arrays.copyOf(counts, chunk * 2);
        }
        taken[chunk] = new long[CHUNK / 64];
        existing.set(chunk);
        open.set(chunk);
    }

    private long[] bits(int chunk) {
        long[] bits = taken[chunk];
        if (bits == null) {
            throw new IllegalStateException("chunk " + chunk + " does not exist");
        }
        return bits;
    }
}
