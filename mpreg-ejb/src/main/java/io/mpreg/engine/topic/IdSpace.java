package io.mpreg.engine.topic;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which ids are taken, in chunks. Several ids side by side can be taken at once; all that is taken
 * in a chunk has the same size. Low ids are given out first, so that chunks at the end become free.
 * The id 0 is never given out.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class IdSpace {

    /** How many ids can be taken at once; not more than 8, see {@link Tree}. */
    static final int LARGEST = 4;

    /** A set of taken ids per chunk; none if the chunk does not exist. */
    private long @Nullable [][] taken = new long[4][];

    private int[] counts = new int[4];

    /** Chunks that exist and are not full, by the size of what is taken there. */
    private final BitSet[] open = new BitSet[LARGEST + 1];

    private final BitSet existing = new BitSet();
    private final int chunkBits;
    private final int chunkSize;
    private int spare;
    private int size;

    /**
     * All ids are free.
     *
     * @param chunkBits how many ids there are in a chunk, as a power of two, at least 6
     */
    IdSpace(int chunkBits) {
        this.chunkBits = chunkBits;
        this.chunkSize = 1 << chunkBits;
        Arrays.setAll(open, i -> new BitSet());
        take(1);
        size = 0;
    }

    /** The chunk of which the next ids of that many at once will be; it may not exist yet. */
    int next(int several) {
        int chunk = open[several].nextSetBit(0);
        return chunk >= 0 ? chunk : existing.nextClearBit(0);
    }

    /** How many chunks there must be room for. */
    int bound() {
        return existing.length();
    }

    /** Takes some ids side by side; the first of them. */
    int take(int several) {
        int chunk = next(several);
        if (!existing.get(chunk)) {
            create(chunk, several);
        } else if (counts[chunk] == 0) {
            spare--;
        }
        long[] bits = bits(chunk);
        int word = 0;
        while (bits[word] == -1L) {
            word++;
        }
        int at = word << 6 | Long.numberOfTrailingZeros(~bits[word]);
        for (int i = at; i < at + several; i++) {
            bits[i >>> 6] |= 1L << i;
        }
        size += several;
        if (++counts[chunk] == chunkSize / several) {
            open[several].clear(chunk);
        }
        return chunk << chunkBits | at;
    }

    /**
     * Takes ids back that were taken at once.
     *
     * @return whether their chunk has ceased to exist
     */
    boolean give(int id, int several) {
        int chunk = id >>> chunkBits;
        long[] bits = bits(chunk);
        for (int i = id & chunkSize - 1; i < (id & chunkSize - 1) + several; i++) {
            bits[i >>> 6] &= ~(1L << i);
        }
        size -= several;
        open[several].set(chunk);
        if (--counts[chunk] > 0) {
            return false;
        }
        if (spare == 0) {
            // One empty chunk stays, so that a few changes back and forth cost no memory traffic.
            spare = 1;
            return false;
        }
        taken[chunk] = null;
        open[several].clear(chunk);
        existing.clear(chunk);
        return true;
    }

    /** How much of a chunk is needed for those that are taken there. */
    int needed(int chunk) {
        long[] bits = bits(chunk);
        for (int word = bits.length - 1; word >= 0; word--) {
            if (bits[word] != 0) {
                return (word + 1 << 6) - Long.numberOfLeadingZeros(bits[word]);
            }
        }
        return 0;
    }

    boolean taken(int id) {
        int chunk = id >>> chunkBits;
        return existing.get(chunk) && (bits(chunk)[(id & chunkSize - 1) >>> 6] & 1L << id) != 0;
    }

    /** How many ids are taken. */
    int size() {
        return size;
    }

    private void create(int chunk, int several) {
        if (chunk == taken.length) {
            taken = Arrays.copyOf(taken, chunk * 2);
            counts = Arrays.copyOf(counts, chunk * 2);
        }
        taken[chunk] = new long[chunkSize / 64];
        existing.set(chunk);
        open[several].set(chunk);
    }

    private long[] bits(int chunk) {
        long[] bits = taken[chunk];
        if (bits == null) {
            throw new IllegalStateException("chunk " + chunk + " does not exist");
        }
        return bits;
    }
}
