package io.mpreg.engine.topic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Every segment that some pattern holds, each with a number.
 *
 * <p>Up to eight ASCII characters are their own key, packed into a long; a longer or wider segment
 * has a hash as key and its characters beside it.
 *
 * <p><b>Threads.</b> One thread at a time changes it; any number look segments up meanwhile. A
 * number is not used again before every reader that may know it has gone: see {@link Grace}.
 */
final class SegmentTable {

    static final int STAR = 1;
    static final int HASH = 2;

    /** The number of a segment that no pattern holds. */
    static final int UNKNOWN = -1;

    private static final long HASHED = 1L << 63;
    private static final long STAR_KEY = '*';
    private static final long HASH_KEY = '#';
    private static final int PACKED = 8;

    private final long seed;
    private final SlotTable slots = new SlotTable();
    private final IdSpace ids = new IdSpace();

    private volatile long[][] keys = new long[4][];
    private volatile byte[][][] names = new byte[4][][];
    private int[][] uses = new int[4][];

    /** The seed keeps others from choosing segments that collide. */
    SegmentTable(long seed) {
        this.seed = seed;
        open();
        ids.take();
        ids.take();
    }

    /**
     * The numbers of a topic's segments.
     *
     * @return how many there are
     */
    int find(String topic, int[] into) {
        return read(topic, into, false);
    }

    /**
     * The numbers of a pattern's segments, each used once more from now on.
     *
     * @return how many there are
     */
    int intern(String pattern, int[] into) {
        return read(pattern, into, true);
    }

    /*
     * Reads eight characters at a time into a word. A segment of at most eight ASCII characters is
     * that word; else the words are hashed one after the other.
     */
    private int read(String text, int[] into, boolean intern) {
        int length = text.length();
        int count = 0;
        int start = 0;
        long word = 0;
        long hash = seed;
        int wide = 0;
        for (int i = 0; i <= length; i++) {
            int c = i < length ? text.charAt(i) : '.';
            if (c == '.') {
                boolean packed = i - start <= PACKED && wide < 0x80;
                long key = packed ? word : SlotTable.hash(hash ^ word) | HASHED;
                into[count++] = intern ? use(key, text, start, i) : find(key, text, start, i);
                start = i + 1;
                word = 0;
                hash = seed;
                wide = 0;
            } else {
                if (i - start >= PACKED && (i - start & 7) == 0) {
                    hash = SlotTable.hash(hash ^ word);
                    word = 0;
                }
                word = word << 8 ^ c;
                wide |= c;
            }
        }
        return count;
    }

    private int find(long key, String text, int from, int to) {
        if (key == STAR_KEY) {
            return STAR;
        }
        if (key == HASH_KEY) {
            return HASH;
        }
        long hash = SlotTable.hash(key ^ seed);
        long[] part = slots.part(hash);
        int tag = SlotTable.tag(hash);
        for (int at = tag; ; at++) {
            long slot = SlotTable.slot(part, at);
            if (slot == SlotTable.EMPTY) {
                return UNKNOWN;
            }
            int id = SlotTable.id(slot);
            if (SlotTable.tagged(slot, tag)
                    && id != 0
                    && keys[id >>> IdSpace.BITS][id & IdSpace.MASK] == key
                    && (key > 0 || same(id, text, from, to))) {
                return id;
            }
        }
    }

    private boolean same(int id, String text, int from, int to) {
        byte[] name = names[id >>> IdSpace.BITS][id & IdSpace.MASK];
        if (name[0] == 0) {
            return new String(name, 1, name.length - 1, StandardCharsets.UTF_16BE)
                    .equals(text.substring(from, to));
        }
        if (name.length != to - from) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if ((name[i] & 0xFF) != text.charAt(from + i)) {
                return false;
            }
        }
        return true;
    }

    private int use(long key, String text, int from, int to) {
        int id = find(key, text, from, to);
        if (id == UNKNOWN) {
            open();
            id = ids.take();
            int chunk = id >>> IdSpace.BITS;
            keys[chunk][id & IdSpace.MASK] = key;
            if (key < 0) {
                names[chunk][id & IdSpace.MASK] = name(text.substring(from, to));
            }
            slots.add(SlotTable.hash(key ^ seed), id);
        }
        if (id > HASH) {
            uses[id >>> IdSpace.BITS][id & IdSpace.MASK]++;
        }
        return id;
    }

    /** Characters below 256 as a byte each, all others as two after a zero. */
    private static byte[] name(String segment) {
        if (segment.chars().allMatch(c -> c < 0x100)) {
            return segment.getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] wide = segment.getBytes(StandardCharsets.UTF_16BE);
        byte[] name = new byte[wide.length + 1];
        System.arraycopy(wide, 0, name, 1, wide.length);
        return name;
    }

    /**
     * Uses a segment once less.
     *
     * @return whether it is not used any more: nobody finds it now, and {@link #reclaim} must
     *     follow
     */
    boolean release(int id) {
        if (id <= HASH || --uses[id >>> IdSpace.BITS][id & IdSpace.MASK] > 0) {
            return false;
        }
        slots.remove(SlotTable.hash(keys[id >>> IdSpace.BITS][id & IdSpace.MASK] ^ seed), id);
        return true;
    }

    /** Gives the number of a released segment free for others. */
    void reclaim(int id) {
        int chunk = id >>> IdSpace.BITS;
        names[chunk][id & IdSpace.MASK] = NONE;
        if (ids.give(id)) {
            keys[chunk] = new long[0];
            names[chunk] = new byte[0][];
            uses[chunk] = new int[0];
        }
    }

    /** Writes the characters of a segment. */
    void append(int id, StringBuilder to) {
        if (id == STAR || id == HASH) {
            to.append(id == STAR ? '*' : '#');
            return;
        }
        long key = keys[id >>> IdSpace.BITS][id & IdSpace.MASK];
        if (key > 0) {
            for (int shift = 56; shift >= 0; shift -= 8) {
                int c = (int) (key >>> shift) & 0xFF;
                if (c != 0) {
                    to.append((char) c);
                }
            }
            return;
        }
        byte[] name = names[id >>> IdSpace.BITS][id & IdSpace.MASK];
        to.append(
                name[0] == 0
                        ? new String(name, 1, name.length - 1, StandardCharsets.UTF_16BE)
                        : new String(name, StandardCharsets.ISO_8859_1));
    }

    /** How many segments there are. */
    int size() {
        return ids.size() - HASH;
    }

    private static final byte[] NONE = {};

    /** Makes room for the next number. */
    private void open() {
        int chunk = ids.next();
        if (chunk == uses.length) {
            keys = Arrays.copyOf(keys, chunk * 2);
            names = Arrays.copyOf(names, chunk * 2);
            uses = Arrays.copyOf(uses, chunk * 2);
        }
        long @Nullable [] there = keys[chunk];
        if (there == null || there.length == 0) {
            keys[chunk] = new long[IdSpace.CHUNK];
            names[chunk] = new byte[IdSpace.CHUNK][];
            uses[chunk] = new int[IdSpace.CHUNK];
        }
    }
}
