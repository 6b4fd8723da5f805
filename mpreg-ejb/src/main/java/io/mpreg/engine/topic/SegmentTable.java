package io.mpreg.engine.topic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Every segment that some pattern holds, each with a number.
 *
 * <p>A segment that its keys do not identify (see {@link SegmentKeys}) is kept as bytes beside
 * them.
 *
 * <p><b>Threads.</b> One thread at a time changes it and looks segments up; any number compare them
 * with a topic's meanwhile. A number is not used again before every reader that may know it has
 * gone: see {@link Grace}.
 */
final class SegmentTable {

    /** How many segments there are in a chunk, as a power of two. */
    private static final int BITS = 6;

    private static final int CHUNK = 1 << BITS;
    private static final int MASK = CHUNK - 1;

    static final int STAR = 1;
    static final int HASH = 2;

    /** The number of a segment that no pattern holds. */
    static final int UNKNOWN = -1;

    private final SlotTable slots = new SlotTable(id -> mark(key(id)), false);
    private final IdSpace ids = new IdSpace(BITS, 1);

    private volatile long[][] keys = new long[4][];

    /** Second keys and text, in the chunks where some segment needs them. */
    private volatile long[][] seconds = new long[4][];

    private volatile byte[][][] names = new byte[4][][];
    private int[][] uses = new int[4][];
    private final long[] read = new long[TopicGrammar.MAX_SEGMENTS];

    SegmentTable() {
        open();
        keys[0][ids.take(1, 0)] = SegmentKeys.STAR;
        keys[0][ids.take(1, 0)] = SegmentKeys.HASH;
    }

    /** What {@link SegmentKeys} makes of a segment. */
    long key(int id) {
        return key(keys, id);
    }

    /** The keys of all segments, to look up several. */
    long[][] keys() {
        return keys;
    }

    static long key(long[][] keys, int id) {
        return keys[id >>> BITS][id & MASK];
    }

    /** Whether a segment is that one of a topic. Makes no garbage. */
    boolean is(int id, TopicName topic, int segment) {
        long key = topic.key(segment);
        return key(id) == key && (key > 0 || isLong(id, topic, segment));
    }

    private boolean isLong(int id, TopicName topic, int segment) {
        long second = topic.second(segment);
        return second(id) == second
                && (second > 0 || same(id, topic.value(), topic.start(segment)));
    }

    private long second(int id) {
        long[] chunk = seconds[id >>> BITS];
        return chunk.length == 0 ? 0 : chunk[id & MASK];
    }

    /**
     * The numbers of a pattern's segments.
     *
     * @return how many there are
     */
    int find(String pattern, int[] into) {
        return read(pattern, into, false);
    }

    /**
     * The numbers of a pattern's segments, each used once more from now on.
     *
     * @return how many there are
     */
    int intern(String pattern, int[] into) {
        return read(pattern, into, true);
    }

    private int read(String pattern, int[] into, boolean intern) {
        int count = SegmentKeys.of(pattern, read);
        int from = 0;
        for (int i = 0; i < count; i++) {
            into[i] = intern ? use(read[i], pattern, from) : find(read[i], pattern, from);
            from = Segments.end(pattern, from) + 1;
        }
        return count;
    }

    /** The text counts only where the key does not identify the segment. */
    private int find(long key, String text, int from) {
        if (key == SegmentKeys.STAR) {
            return STAR;
        }
        if (key == SegmentKeys.HASH) {
            return HASH;
        }
        long second = key > 0 ? 0 : SegmentKeys.second(text, from);
        long mark = mark(key);
        long[] part = slots.part(mark);
        for (int at = SlotTable.place(part, mark); ; at = SlotTable.next(part, at)) {
            long slot = SlotTable.slot(part, at);
            if (slot == SlotTable.EMPTY) {
                return UNKNOWN;
            }
            int id = SlotTable.id(slot);
            if (SlotTable.tagged(slot, mark)
                    && id != 0
                    && key(id) == key
                    && second(id) == second
                    && (second >= 0 || same(id, text, from))) {
                return id;
            }
        }
    }

    private static long mark(long key) {
        return SlotTable.mark(key);
    }

    /** Whether a segment is the one that begins there. Makes no garbage. */
    private boolean same(int id, String text, int from) {
        byte[] name = names[id >>> BITS][id & MASK];
        boolean wide = name[0] == 0;
        int length = wide ? name.length / 2 : name.length;
        if (Segments.end(text, from) - from != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int c = wide ? (name[2 * i + 1] & 0xFF) << 8 | name[2 * i + 2] & 0xFF : name[i] & 0xFF;
            if (c != text.charAt(from + i)) {
                return false;
            }
        }
        return true;
    }

    private String name(int id) {
        byte[] name = names[id >>> BITS][id & MASK];
        return name[0] == 0
                ? new String(name, 1, name.length - 1, StandardCharsets.UTF_16BE)
                : new String(name, StandardCharsets.ISO_8859_1);
    }

    private int use(long key, String text, int from) {
        int id = find(key, text, from);
        if (id == UNKNOWN) {
            open();
            id = ids.take(1, 0);
            int chunk = id >>> BITS;
            keys[chunk][id & MASK] = key;
            long second = key > 0 ? 0 : SegmentKeys.second(text, from);
            if (second != 0 && seconds[chunk].length == 0) {
                seconds[chunk] = new long[CHUNK];
            }
            if (second < 0 && names[chunk].length == 0) {
                names[chunk] = new byte[CHUNK][];
            }
            if (seconds[chunk].length > 0) {
                seconds[chunk][id & MASK] = second;
            }
            if (second < 0) {
                names[chunk][id & MASK] = bytes(text.substring(from, Segments.end(text, from)));
            }
            slots.add(mark(key), id, 0);
        }
        if (id > HASH) {
            uses[id >>> BITS][id & MASK]++;
        }
        return id;
    }

    /** Characters below 256 as a byte each, all others as two after a zero. */
    private static byte[] bytes(String segment) {
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
        if (id <= HASH || --uses[id >>> BITS][id & MASK] > 0) {
            return false;
        }
        slots.remove(mark(key(id)), id);
        return true;
    }

    /** Gives the number of a released segment free for others. */
    void reclaim(int id) {
        int chunk = id >>> BITS;
        if (names[chunk].length > 0) {
            names[chunk][id & MASK] = NONE;
        }
        if (ids.give(id, 1)) {
            keys[chunk] = NO_KEYS;
            seconds[chunk] = NO_KEYS;
            names[chunk] = NO_NAMES;
            uses[chunk] = new int[0];
        }
    }

    /** Writes the characters of a segment. */
    void append(int id, StringBuilder to) {
        if (second(id) >= 0) {
            SegmentKeys.append(key(id), second(id), to);
        } else {
            to.append(name(id));
        }
    }

    /** How many segments there are. */
    int size() {
        return ids.size() - HASH;
    }

    private static final byte[] NONE = {};
    private static final long[] NO_KEYS = {};
    private static final byte[][] NO_NAMES = {};

    /** Makes room for the next number. */
    private void open() {
        int chunk = ids.next(1, 0);
        if (chunk == uses.length) {
            keys = Arrays.copyOf(keys, chunk * 2);
            seconds = Arrays.copyOf(seconds, chunk * 2);
            names = Arrays.copyOf(names, chunk * 2);
            uses = Arrays.copyOf(uses, chunk * 2);
        }
        long @Nullable [] there = keys[chunk];
        if (there == null || there.length == 0) {
            keys[chunk] = new long[CHUNK];
            seconds[chunk] = NO_KEYS;
            names[chunk] = NO_NAMES;
            uses[chunk] = new int[CHUNK];
        }
    }
}
