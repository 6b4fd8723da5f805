package io.mpreg.engine.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A hash table from 64-bit hashes to ids that stands for any keys: it finds candidates, the caller
 * verifies them.
 *
 * <p>A slot is two longs side by side: 32 bits of the hash, which also tell its place, and the id;
 * and a note, which says something about the id. The two are not written at once: the note may be
 * that of the id that stood there before or comes next. A large table is cut into parts that grow
 * and shrink on their own, so that no change takes long.
 *
 * <p><b>Threads.</b> One thread at a time changes it; any number read it meanwhile without waiting.
 */
final class SlotTable {

    /** No entry, and none after it in this chain. */
    static final long EMPTY = 0;

    /** An entry that has gone; others of its chain may follow. Its id is 0, which is nobody's. */
    private static final long GONE = 1L << 32;

    /** In a slot, beside the id: others may have the same tag. Ids are smaller. */
    private static final long ALIKE = 1L << 30;

    /** How many parts a large table has; a small one has one, which stays in the cache. */
    private static final int PARTS = 256;

    private static final int LARGE = 1 << 12;
    private static final int FEW = 1 << 15;
    private static final int SMALLEST = 8;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle PART = MethodHandles.arrayElementVarHandle(long[][].class);

    private volatile long[][] parts = {new long[SMALLEST * 2]};

    /** Entries in each part, and those plus the gone ones. */
    private int[] live = new int[1];

    private int[] used = new int[1];
    private int entries;
    private volatile boolean small = true;

    /** Spreads a key over all bits. */
    static long hash(long key) {
        long h = key * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
        return h ^ h >>> 32;
    }

    /** Whether there are so few entries that they stay in the caches near the processor. */
    boolean small() {
        return small;
    }

    /** The part that holds what has this tag. */
    long[] part(int tag) {
        long[][] now = parts;
        return (long[]) PART.getAcquire(now, tag & now.length - 1);
    }

    /** What stands in the upper half of the slots of this hash. */
    static int tag(long hash) {
        return (int) (hash >>> 32);
    }

    /** Where what has this tag begins to stand in a part; its low bits tell the part. */
    static int place(long[] part, int tag) {
        return (int) ((tag & 0xFFFFFFFFL) * (part.length >> 1) >>> 32) << 1;
    }

    /** The place after another; after the last one comes the first. */
    static int next(long[] part, int place) {
        return place + 2 == part.length ? 0 : place + 2;
    }

    private static int previous(long[] part, int place) {
        return (place == 0 ? part.length : place) - 2;
    }

    static long slot(long[] part, int place) {
        return (long) SLOT.getAcquire(part, place);
    }

    /** The note beside a slot; read it after the slot. */
    static long note(long[] part, int place) {
        return (long) SLOT.getAcquire(part, place + 1);
    }

    static int id(long slot) {
        return (int) (slot & ~ALIKE);
    }

    /** Whether other slots may have the same tag. */
    static boolean alike(long slot) {
        return (slot & ALIKE) != 0;
    }

    static boolean tagged(long slot, int tag) {
        return (int) (slot >>> 32) == tag;
    }

    /** Enters an id under a tag, where it must not stand yet. */
    void add(int tag, int id, long note) {
        int p = index(tag);
        long[] part = parts[p];
        if ((used[p] + 1) * 40L > part.length * 11L) {
            if (parts.length == 1 && live[0] >= LARGE) {
                divide(PARTS);
                p = index(tag);
                part = parts[p];
            } else {
                part = rebuild(p, live[p] + 1);
            }
        }
        long alike = markAlike(part, tag);
        int at = free(part, tag);
        if (part[at] == EMPTY) {
            used[p]++;
        }
        live[p]++;
        if (++entries == FEW) {
            small = false;
        }
        write(part, at, word(tag, id) | alike, note);
    }

    /** Finds out whether a slot has that tag already, and tells it that it will not be alone. */
    private static long markAlike(long[] part, int tag) {
        long alike = 0;
        for (int at = place(part, tag); part[at] != EMPTY; at = next(part, at)) {
            if (tagged(part[at], tag) && id(part[at]) != 0) {
                alike = ALIKE;
                SLOT.setRelease(part, at, part[at] | ALIKE);
            }
        }
        return alike;
    }

    /** Puts another id in the place of one. */
    void replace(int tag, int before, int after, long note) {
        long[] part = parts[index(tag)];
        int at = find(part, tag, before);
        write(part, at, word(tag, after) | part[at] & ALIKE, note);
    }

    /** Notes something else about an id, if it stands there. */
    void note(int tag, int id, long note) {
        long[] part = parts[index(tag)];
        int at = find(part, tag, id);
        if (at >= 0) {
            SLOT.setRelease(part, at + 1, note);
        }
    }

    /** Takes an id out, if it stands there. */
    void remove(int tag, int id) {
        int p = index(tag);
        long[] part = parts[p];
        int at = find(part, tag, id);
        if (at < 0) {
            return;
        }
        live[p]--;
        if (--entries == FEW / 2) {
            small = true;
        }
        if (part[next(part, at)] == EMPTY) {
            // Nothing follows, so the chain may end here, and before it what has gone.
            for (int i = at; part[i] == GONE || i == at; i = previous(part, i)) {
                SLOT.setRelease(part, i, EMPTY);
                used[p]--;
            }
        } else {
            SLOT.setRelease(part, at, GONE);
        }
        if (part.length > SMALLEST * 2 && live[p] * 8 < part.length) {
            rebuild(p, live[p]);
            if (parts.length > 1 && entries * 2 < LARGE) {
                divide(1);
            }
        }
    }

    private int index(int tag) {
        return tag & parts.length - 1;
    }

    /** The note comes first: whoever sees the id sees that note or a later one. */
    private static void write(long[] part, int at, long word, long note) {
        SLOT.setRelease(part, at + 1, note);
        SLOT.setRelease(part, at, word);
    }

    private static long word(int tag, int id) {
        return (long) tag << 32 | id;
    }

    private static int free(long[] part, int tag) {
        int at = place(part, tag);
        while (id(part[at]) != 0) {
            at = next(part, at);
        }
        return at;
    }

    private static int find(long[] part, int tag, int id) {
        long word = word(tag, id);
        int at = place(part, tag);
        while (part[at] != EMPTY) {
            if ((part[at] & ~ALIKE) == word) {
                return at;
            }
            at = next(part, at);
        }
        return -1;
    }

    /** Gives a part as many slots as suit a number of entries. */
    private long[] rebuild(int p, int entries) {
        long[] now = parts[p];
        long[] next = slots(entries);
        for (int i = 0; i < now.length; i += 2) {
            copy(now, i, next);
        }
        used[p] = live[p];
        PART.setRelease(parts, p, next);
        return next;
    }

    /** Distributes the entries over another number of parts. */
    private void divide(int count) {
        long[][] before = parts;
        int[] entries = new int[count];
        for (long[] part : before) {
            for (int i = 0; i < part.length; i += 2) {
                entries[(int) (part[i] >>> 32) & count - 1] += id(part[i]) != 0 ? 1 : 0;
            }
        }
        long[][] after = new long[count][];
        for (int p = 0; p < count; p++) {
            after[p] = slots(entries[p] + 1);
        }
        for (long[] part : before) {
            for (int i = 0; i < part.length; i += 2) {
                copy(part, i, after[(int) (part[i] >>> 32) & count - 1]);
            }
        }
        live = entries;
        used = entries.clone();
        parts = after;
    }

    /** Five of twelve slots are taken. */
    private static long[] slots(int entries) {
        return new long[2 * Math.max(SMALLEST, (int) (entries * 12L / 5))];
    }

    private static void copy(long[] from, int place, long[] to) {
        if (id(from[place]) != 0) {
            int at = free(to, (int) (from[place] >>> 32));
            to[at] = from[place];
            to[at + 1] = from[place + 1];
        }
    }
}
