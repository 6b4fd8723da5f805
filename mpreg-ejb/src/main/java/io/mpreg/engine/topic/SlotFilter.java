package io.mpreg.engine.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Tells which entries a {@link SlotTable} does not have, so that hardly anybody looks for them.
 *
 * <p>For each slot it has a byte: a bit for each eighth of the tags, set if there is such an entry
 * whose chain begins there. A few bits may stay when their entries have gone.
 *
 * <p><b>Threads.</b> One thread at a time changes it; any number read it meanwhile without waiting.
 */
final class SlotFilter {

    private static final VarHandle BYTE = MethodHandles.arrayElementVarHandle(byte[].class);
    private static final VarHandle PART = MethodHandles.arrayElementVarHandle(byte[][].class);

    /** Where in a mark are the bits of a tag that count; the lowest one is always set. */
    private static final int EIGHTH = SlotTable.TAG + 1;

    static final byte[][] NONE = {};

    private volatile byte[][] parts = NONE;

    /**
     * Its parts, which are those of the table; none if there is no filter now. As long as this is
     * the same array, it is kept up to date.
     */
    byte[][] parts() {
        return parts;
    }

    /** Whether there is a filter now. */
    boolean exists() {
        return parts != NONE;
    }

    /** 1 if there may be an entry with this mark, else 0. */
    static int mayHave(byte[][] parts, long mark) {
        return mayHave(part(parts, mark), mark);
    }

    /** The same, asked of the part where it would be. */
    static int mayHave(byte[] part, long mark) {
        int place = SlotTable.place(part.length, mark);
        return (byte) BYTE.getAcquire(part, place) >>> eighth(mark) & 1;
    }

    /** The one of all parts that tells about this mark. */
    static byte[] part(byte[][] parts, long mark) {
        int p = parts.length == 1 ? 0 : (int) mark & parts.length - 1;
        return (byte[]) PART.getAcquire(parts, p);
    }

    private static int eighth(long mark) {
        return (int) (mark >>> EIGHTH) & 7;
    }

    /** Notes that there is an entry with this mark in a part. */
    void add(int p, long mark) {
        add(parts[p], mark);
    }

    /** The same in a part that nobody sees yet. */
    static void add(byte[] part, long mark) {
        int place = SlotTable.place(part.length, mark);
        BYTE.setRelease(part, place, (byte) (part[place] | 1 << eighth(mark)));
    }

    /** Forgets an entry that has gone from a part, unless what is noted may be of another. */
    void remove(int p, long mark, long[] slots) {
        int from = SlotTable.place(slots, mark);
        for (int at = from; slots[at] != SlotTable.EMPTY; at = SlotTable.next(slots, at)) {
            if (SlotTable.id(slots[at]) != 0 && eighth(slots[at]) == eighth(mark)) {
                return;
            }
        }
        byte[] part = parts[p];
        BYTE.setRelease(part, from, (byte) (part[from] & ~(1 << eighth(mark))));
    }

    /** Puts another part in the place of one. */
    void replace(int p, byte[] part) {
        PART.setRelease(parts, p, part);
    }

    /** Puts other parts in the place of all. */
    void replace(byte[][] after) {
        parts = after;
    }

    /** Ceases to exist. */
    void clear() {
        parts = NONE;
    }
}
