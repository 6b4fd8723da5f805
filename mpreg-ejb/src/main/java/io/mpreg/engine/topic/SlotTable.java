package io.mpreg.engine.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * A hash table from 64-bit hashes to ids that stands for any keys: it finds candidates, the caller
 * verifies them.
 *
 * <pre>
 * slot     63 ... 53    52 ... 50    49 ... 28    27       26 ... 0
 *           tag          reach        note        ALIKE    id
 * </pre>
 *
 * A slot is one long, written at once. Its tag is the upper end of the hash, whose lower half tells
 * the place; the note says something about the id. The reach is not about the entry, but about all
 * whose place is that slot: among how many slots from there on they stand, or 7 if among more. Who
 * looks for what is not there so reads few slots, also in a table that is nearly full. A large
 * table is cut into parts that grow and shrink on their own, so that no change takes long.
 *
 * <p><b>Threads.</b> One thread at a time changes it; any number read it meanwhile without waiting.
 */
final class SlotTable {

    /** No entry, and none after it in this chain. */
    static final long EMPTY = 0;

    /** Ids are smaller, and not 0. */
    static final int IDS = 1 << 27;

    /** How many bits a note has. */
    static final int NOTE_BITS = 22;

    /** In a slot: others that are met on the same way may have the same tag. */
    static final long ALIKE = 1L << 27;

    private static final int NOTE = 28;
    static final int TAG = 53;

    private static final int REACH = 50;
    private static final int FAR = 7;
    private static final long REACHES = (long) FAR << REACH;

    /** An entry that has gone; others of its chain may follow. Its id is 0, its tag nobody's. */
    private static final long GONE = 1L << NOTE;

    /** How many parts a large table has; a small one has one, which stays in the cache. */
    private static final int PARTS = 256;

    private static final int LARGE = 1 << 14;
    private static final int FEW = 1 << 17;
    private static final int SMALLEST = 8;

    private static final long SPREAD = hash(SegmentKeys.SEED) | 1;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle PART = MethodHandles.arrayElementVarHandle(long[][].class);

    private final IntToLongFunction hashes;
    private final SlotFilter filter = new SlotFilter();
    private final boolean filtered;
    private volatile long[][] parts = {new long[SMALLEST]};

    /** Entries in each part, and those plus the gone ones. */
    private int[] live = new int[1];

    private int[] used = new int[1];
    private int entries;

    /**
     * A table without entries.
     *
     * @param hashes tells the {@link #mark} under which an id that is in the table was entered
     * @param filtered whether there is to be a filter, for those who often look for what is not
     *     here
     */
    SlotTable(IntToLongFunction hashes, boolean filtered) {
        this.hashes = hashes;
        this.filtered = filtered;
        refilter();
    }

    /** Spreads a key over all bits. */
    static long hash(long key) {
        long h = key * 0x9E3779B97F4A7C15L;
        h = (h ^ h >>> 32) * 0xD6E8FEB86659FD93L;
        return h ^ h >>> 32;
    }

    /** What a key is entered under and looked for: its hash, with a tag that is not 0. */
    static long mark(long key) {
        return hash(key) | 1L << TAG;
    }

    /** The mark that another one and a key lead to. */
    static long mark(long from, long key) {
        long h = (from ^ key) * SPREAD;
        return h ^ h >>> 32 | 1L << TAG;
    }

    /** Whether there are so few entries that most of them stay in the caches near the processor. */
    boolean small() {
        return parts.length == 1;
    }

    /** The part that holds what has this mark. */
    long[] part(long mark) {
        return part(parts, mark);
    }

    /** All parts. */
    long[][] parts() {
        return parts;
    }

    /** The parts of the filter; none if there is none now. See {@link SlotFilter#parts}. */
    byte[][] filters() {
        return filter.parts();
    }

    /** The one of all parts that holds what has this mark. */
    static long[] part(long[][] parts, long mark) {
        int p = parts.length == 1 ? 0 : (int) mark & parts.length - 1;
        return (long[]) PART.getAcquire(parts, p);
    }

    /** Where what has this mark begins to stand in a part; its low bits tell the part. */
    static int place(long[] part, long mark) {
        return place(part.length, mark);
    }

    static int place(int slots, long mark) {
        return (int) ((mark & 0xFFFFFFFFL) * slots >>> 32);
    }

    /** The place after another; after the last one comes the first. */
    static int next(long[] part, int place) {
        return place + 1 == part.length ? 0 : place + 1;
    }

    private static int previous(long[] part, int place) {
        return (place == 0 ? part.length : place) - 1;
    }

    static long slot(long[] part, int place) {
        return (long) SLOT.getAcquire(part, place);
    }

    /**
     * The first of two slots if it has the mark's tag, else the second one: one or the other it
     * mostly is, and there is no jump that could not be foreseen.
     */
    static long either(long[] part, long mark) {
        int place = place(part, mark);
        long first = slot(part, place);
        long second = slot(part, next(part, place));
        return first ^ (first ^ second) & different(first, mark);
    }

    /**
     * The same, but an empty one instead of a second one that has no entry with that place; and
     * anything, from where it takes no time, if there is no such entry at all.
     *
     * @param likely 1 if there may be such an entry, or 0
     */
    static long either(long[] part, long mark, int likely) {
        int place = place(part, mark) & -likely;
        long first = slot(part, place);
        long second = slot(part, next(part, place));
        int further = 1 - reach(first) >> 31;
        return first ^ (first ^ second & further) & different(first, mark);
    }

    /** All bits if a slot does not have the mark's tag, else none. */
    private static long different(long slot, long mark) {
        return -((slot ^ mark) >>> TAG) >> 63;
    }

    /** The first slot with the mark's tag, or an empty one. */
    static long first(long[] part, long mark) {
        int place = place(part, mark);
        long slot = slot(part, place);
        int left = reach(slot) == FAR ? part.length : reach(slot);
        while (slot != EMPTY && !tagged(slot, mark)) {
            if (--left <= 0) {
                return EMPTY;
            }
            place = next(part, place);
            slot = slot(part, place);
        }
        return slot;
    }

    /** A slot that stands for an id beside a table. */
    static long slot(int id, int note) {
        return (long) note << NOTE | id;
    }

    private static int reach(long slot) {
        return (int) (slot >>> REACH) & FAR;
    }

    static int id(long slot) {
        return (int) slot & IDS - 1;
    }

    static int note(long slot) {
        return (int) (slot >>> NOTE) & (1 << NOTE_BITS) - 1;
    }

    /** Whether other slots may have the same tag. */
    static boolean alike(long slot) {
        return (slot & ALIKE) != 0;
    }

    static boolean tagged(long slot, long mark) {
        return (slot ^ mark) >>> TAG == 0;
    }

    /** Whether a slot has the mark's tag, and no other that may be met has. */
    static boolean certain(long slot, long mark) {
        return ((slot ^ mark) >>> TAG | slot & ALIKE) == 0;
    }

    /** Enters an id under a mark, where it must not stand yet. */
    void add(long mark, int id, int note) {
        int p = index(mark);
        long[] part = parts[p];
        if ((used[p] + 1) * 8L > part.length * (filter.exists() ? 5L : 7L)) {
            if (parts.length == 1 && live[0] >= LARGE) {
                divide(PARTS);
                p = index(mark);
                part = parts[p];
            } else {
                part = rebuild(p, live[p] + 1);
            }
        }
        long word = word(mark, id, note) | markAlike(part, mark);
        int at = free(part, mark);
        if (part[at] == EMPTY) {
            used[p]++;
        }
        live[p]++;
        if (++entries == FEW) {
            filter.clear();
        }
        if (filter.exists()) {
            filter.add(p, mark);
        }
        put(part, mark, at, word);
    }

    /** Writes an entry; before that, how far it is from its place. */
    private static void put(long[] part, long mark, int at, long word) {
        int place = place(part, mark);
        int distance = at - place + (at < place ? part.length : 0);
        long before = part[place];
        int reach = Math.max(reach(before), Math.min(distance + 1, FAR));
        long reaching = before & ~REACHES | (long) reach << REACH;
        if (at == place) {
            SLOT.setRelease(part, at, word | reaching & REACHES);
        } else {
            SLOT.setRelease(part, place, reaching);
            SLOT.setRelease(part, at, word | part[at] & REACHES);
        }
    }

    /** Finds out whether a slot has that tag already, and tells it that it will not be alone. */
    private static long markAlike(long[] part, long mark) {
        long alike = 0;
        for (int at = place(part, mark); part[at] != EMPTY; at = next(part, at)) {
            if (tagged(part[at], mark)) {
                alike = ALIKE;
                SLOT.setRelease(part, at, part[at] | ALIKE);
            }
        }
        return alike;
    }

    /** Puts another id in the place of one. */
    void replace(long mark, int before, int after, int note) {
        long[] part = parts[index(mark)];
        int at = find(part, mark, before);
        SLOT.setRelease(part, at, word(mark, after, note) | part[at] & (ALIKE | REACHES));
    }

    /** Whether an id stands there. */
    boolean holds(long mark, int id) {
        return find(parts[index(mark)], mark, id) >= 0;
    }

    /** Notes something else about an id, if it stands there. */
    void note(long mark, int id, int note) {
        long[] part = parts[index(mark)];
        int at = find(part, mark, id);
        if (at >= 0) {
            SLOT.setRelease(part, at, word(mark, id, note) | part[at] & (ALIKE | REACHES));
        }
    }

    /** Takes an id out, if it stands there. */
    void remove(long mark, int id) {
        int p = index(mark);
        long[] part = parts[p];
        int at = find(part, mark, id);
        if (at < 0) {
            return;
        }
        live[p]--;
        if (--entries == FEW / 2 && !filter.exists()) {
            refilter();
        }
        if (part[next(part, at)] == EMPTY) {
            // Nothing follows, so the chain may end here, and before it what has gone.
            for (int i = at; (part[i] & ~REACHES) == GONE || i == at; i = previous(part, i)) {
                SLOT.setRelease(part, i, EMPTY);
                used[p]--;
            }
        } else {
            SLOT.setRelease(part, at, GONE | part[at] & REACHES);
        }
        if (filter.exists()) {
            filter.remove(p, mark, part);
        }
        if (part.length > SMALLEST * 2 && live[p] * 4 < part.length) {
            rebuild(p, live[p]);
            if (parts.length > 1 && entries * 2 < LARGE) {
                divide(1);
            }
        }
    }

    private int index(long mark) {
        return (int) mark & parts.length - 1;
    }

    private static long word(long mark, int id, int note) {
        return mark >>> TAG << TAG | (long) note << NOTE | id;
    }

    private static int free(long[] part, long mark) {
        int at = place(part, mark);
        while (id(part[at]) != 0) {
            at = next(part, at);
        }
        return at;
    }

    private static int find(long[] part, long mark, int id) {
        int at = place(part, mark);
        while (part[at] != EMPTY) {
            if (id(part[at]) == id) {
                return at;
            }
            at = next(part, at);
        }
        return -1;
    }

    /** Gives a part as many slots as suit a number of entries. */
    private long[] rebuild(int p, int entries) {
        long[] next = slots(entries);
        byte[] noted = new byte[filter.exists() ? next.length : 0];
        for (long slot : parts[p]) {
            if (id(slot) != 0) {
                long mark = hashes.applyAsLong(id(slot));
                copy(slot, mark, next);
                if (filter.exists()) {
                    SlotFilter.add(noted, mark);
                }
            }
        }
        used[p] = live[p];
        if (filter.exists()) {
            filter.replace(p, noted);
        }
        PART.setRelease(parts, p, next);
        return next;
    }

    /** Distributes the entries over another number of parts. */
    private void divide(int count) {
        long[][] after = new long[count][];
        for (int p = 0; p < count; p++) {
            after[p] = slots(entries / count + 1);
        }
        int[] filled = new int[count];
        for (long[] part : parts) {
            for (long slot : part) {
                if (id(slot) != 0) {
                    long mark = hashes.applyAsLong(id(slot));
                    int p = (int) mark & count - 1;
                    if (++filled[p] * 8L > after[p].length * 7L) {
                        after[p] = copy(after[p], slots(filled[p] * 2));
                    }
                    copy(slot, mark, after[p]);
                }
            }
        }
        live = filled;
        used = filled.clone();
        parts = after;
        if (filter.exists()) {
            refilter();
        }
    }

    /** Makes the filter anew, if there is to be one. */
    private void refilter() {
        if (filtered) {
            byte[][] filters = new byte[parts.length][];
            Arrays.setAll(filters, p -> filterOf(parts[p]));
            filter.replace(filters);
        }
    }

    private byte[] filterOf(long[] part) {
        byte[] filter = new byte[part.length];
        for (long slot : part) {
            if (id(slot) != 0) {
                SlotFilter.add(filter, hashes.applyAsLong(id(slot)));
            }
        }
        return filter;
    }

    private long[] copy(long[] from, long[] to) {
        for (long slot : from) {
            if (id(slot) != 0) {
                copy(slot, hashes.applyAsLong(id(slot)), to);
            }
        }
        return to;
    }

    private static void copy(long slot, long mark, long[] to) {
        long alike = markAlike(to, mark);
        put(to, mark, free(to, mark), slot & ~(ALIKE | REACHES) | alike);
    }

    /**
     * Where there is a filter, half of the slots are taken, so that chains are short; else three of
     * four: what counts then is that more of the table is in the caches.
     */
    private long[] slots(int entries) {
        long slots = filter.exists() ? entries * 2L : entries * 4L / 3;
        return new long[(int) Math.max(SMALLEST, slots)];
    }
}
