package io.mpreg.engine.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A hash table from 64-bit hashes to ids that stands for any keys: it finds candidates, the caller
 * verifies them.
 *
 * <p>A slot is one long: 32 bits of the hash, which also tell its place, and the id. The table is
 * cut into parts that grow and shrink on their own, so that no change takes long.
 *
 * <p><b>Threads.</b> One thread at a time changes it; any number read it meanwhile without waiting.
 */
final class SlotTable {

    /** No entry, and none after it in this chain. */
    static final long EMPTY = 0;

    /** An entry that has gone; others of its chain may follow. Its id is 0, which is nobody's. */
    private static final long GONE = 1L << 32;

    private static final int PARTS = 256;
    private static final int SMALLEST = 8;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle PART = MethodHandles.arrayElementVarHandle(long[][].class);

    private final long[][] parts = new long[PARTS][];

    /** Entries in each part, and those plus the gone ones. */
    private final int[] live = new int[PARTS];

    private final int[] used = new int[PARTS];

    SlotTable() {
        long[] none = new long[1];
        java.util.Arrays.fill(parts, none);
    }

    /** Spreads a key over all bits. */
    static long hash(long key) {
        long h = key * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
        return h ^ h >>> 32;
    }

    /** The part that holds what has this hash. */
    long[] part(long hash) {
        return (long[]) PART.getAcquire(parts, (int) (hash >>> 56));
    }

    /** What stands in the upper half of the slots of this hash. */
    static int tag(long hash) {
        return (int) (hash >>> 8);
    }

    /** The slot at a place; places beyond the end of the part begin anew. */
    static long slot(long[] part, int at) {
        return (long) SLOT.getAcquire(part, at & part.length - 1);
    }

    static int id(long slot) {
        return (int) slot;
    }

    static boolean tagged(long slot, int tag) {
        return (int) (slot >>> 32) == tag;
    }

    /** Enters an id under a hash, where it must not stand yet. */
    void add(long hash, int id) {
        int p = (int) (hash >>> 56);
        long[] part = parts[p];
        if ((used[p] + 1) * 8 > part.length * 5) {
            part = rebuild(p, capacity(live[p] + 1));
        }
        int at = free(part, tag(hash));
        if (part[at] == EMPTY) {
            used[p]++;
        }
        live[p]++;
        SLOT.setRelease(part, at, word(tag(hash), id));
    }

    /** Puts another id in the place of one. */
    void replace(long hash, int before, int after) {
        long[] part = parts[(int) (hash >>> 56)];
        SLOT.setRelease(part, find(part, tag(hash), before), word(tag(hash), after));
    }

    /** Takes an id out, if it stands there. */
    boolean remove(long hash, int id) {
        int p = (int) (hash >>> 56);
        long[] part = parts[p];
        int at = find(part, tag(hash), id);
        if (at < 0) {
            return false;
        }
        live[p]--;
        if (slot(part, at + 1) == EMPTY) {
            // Nothing follows, so the chain may end here, and before it what has gone.
            for (int i = at; part[i] == GONE || i == at; i = i - 1 & part.length - 1) {
                SLOT.setRelease(part, i, EMPTY);
                used[p]--;
            }
        } else {
            SLOT.setRelease(part, at, GONE);
        }
        if (part.length > SMALLEST && live[p] * 8 < part.length) {
            rebuild(p, capacity(live[p]));
        }
        return true;
    }

    /** How many slots there are. */
    long slots() {
        long slots = 0;
        for (long[] part : parts) {
            slots += part.length;
        }
        return slots;
    }

    private static long word(int tag, int id) {
        return (long) tag << 32 | id;
    }

    private static int free(long[] part, int tag) {
        int at = tag & part.length - 1;
        while (id(part[at]) != 0) {
            at = at + 1 & part.length - 1;
        }
        return at;
    }

    private static int find(long[] part, int tag, int id) {
        long word = word(tag, id);
        int at = tag & part.length - 1;
        while (part[at] != EMPTY) {
            if (part[at] == word) {
                return at;
            }
            at = at + 1 & part.length - 1;
        }
        return -1;
    }

    /** At most seven of sixteen slots are taken afterwards. */
    private static int capacity(int entries) {
        int capacity = SMALLEST;
        while (entries * 16L > capacity * 7L) {
            capacity <<= 1;
        }
        return capacity;
    }

    private long[] rebuild(int p, int capacity) {
        long[] next = new long[capacity];
        for (long slot : parts[p]) {
            if (id(slot) != 0) {
                next[free(next, (int) (slot >>> 32))] = slot;
            }
        }
        used[p] = live[p];
        PART.setRelease(parts, p, next);
        return next;
    }
}
