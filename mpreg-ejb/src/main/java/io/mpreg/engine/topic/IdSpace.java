package io.mpreg.engine.topic;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which ids are taken, in chunks. Several ids side by side can be taken at once; all that is taken
 * in a chunk has the same size. Low ids are given out first, so that chunks at the end become free.
 * The id 0 is never given out.
 *
 * <p>There may be more than one kind of ids; a chunk's number modulo that of the kinds tells which
 * kind its ids are of.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class IdSpace {

    /** How many ids can be taken at once; not more than 8, see {@link Tree}. */
    static final int LARGEST = 4;

    /** A set of taken ids per chunk; none if the chunk does not exist. */
    private long @Nullable [][] taken = new long[4][];

    private int[] counts = new int[4];

    /** Of each kind, chunks that exist and are not full, by the size of what is taken there. */
    private final BitSet[][] open;

    /** Of each kind, the chunks that exist, less what all of the kind have. */
    private final BitSet[] existing;

    private final int kinds;
    private final int chunkBits;
    private final int chunkSize;
    private int spare;
    private int size;

    /**
     * All ids are free.
     *
     * @param chunkBits how many ids there are in a chunk, as a power of two, at least 6
     * @param kinds how many kinds of ids there are
     */
    IdSpace(int chunkBits, int kinds) {
        this.kinds = kinds;
        this.chunkBits = chunkBits;
        this.chunkSize = 1 << chunkBits;
        this.existing = new BitSet[kinds];
        this.open = new BitSet[kinds][LARGEST + 1];
        for (int kind = 0; kind < kinds; kind++) {
            existing[kind] = new BitSet();
            Arrays.setAll(open[kind], i -> new BitSet());
        }
        take(1, 0);
        size = 0;
    }

    /**
     * The chunk of which the next ids of a kind, of that many at once, will be; it may not exist
     * yet.
     */
    int next(int several, int kind) {
        int turn = open[kind][several].nextSetBit(0);
        return (turn >= 0 ? turn : existing[kind].nextClearBit(0)) * kinds + kind;
    }

    /** How many chunks there must be room for. */
    int bound() {
        int bound = 0;
        for (BitSet some : existing) {
            bound = Math.max(bound, some.length());
        }
        return bound * kinds;
    }

    /** Takes some ids of a kind side by side; the first of them. */
    int take(int several, int kind) {
        int chunk = next(several, kind);
        if (!exists(chunk)) {
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
            open[kind][several].clear(chunk / kinds);
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
        BitSet others = open[chunk % kinds][several];
        others.set(chunk / kinds);
        if (--counts[chunk] > 0) {
            return false;
        }
        if (spare == 0) {
            // One empty chunk stays, so that a few changes back and forth cost no memory traffic.
            spare = 1;
            return false;
        }
        taken[chunk] = null;
        others.clear(chunk / kinds);
        existing[chunk % kinds].clear(chunk / kinds);
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
        return exists(chunk) && (bits(chunk)[(id & chunkSize - 1) >>> 6] & 1L << id) != 0;
    }

    /** How many ids are taken. */
    int size() {
        return size;
    }

    private boolean exists(int chunk) {
        return existing[chunk % kinds].get(chunk / kinds);
    }

    private void create(int chunk, int several) {
        if (chunk >= taken.length) {
            taken = Arrays.copyOf(taken, chunk * 2);
            counts = Arrays.copyOf(counts, chunk * 2);
        }
        taken[chunk] = new long[chunkSize / 64];
        existing[chunk % kinds].set(chunk / kinds);
        open[chunk % kinds][several].set(chunk / kinds);
    }

    private long[] bits(int chunk) {
        long[] bits = taken[chunk];
        if (bits == null) {
            throw new IllegalStateException("chunk " + chunk + " does not exist");
        }
        return bits;
    }
}
