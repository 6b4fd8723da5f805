package io.mpreg.engine.topic;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Every segment that some pattern holds, each with a number.
 *
 * <p>A segment that is not its own key (see {@link SegmentKeys}) is kept as bytes beside it.
 *
 * <p><b>Threads.</b> One thread at a time changes it; any number look segments up meanwhile. A
 * number is not used again before every reader that may know it has gone: see {@link Grace}.
 */
final class SegmentTable {

    static final int STAR = 1;
    static final int HASH = 2;

    /** The number of a segment that no pattern holds. */
    static final int UNKNOWN = -1;

    private final SlotTable slots = new SlotTable();
    private final IdSpace ids = new IdSpace();

    private volatile long[][] keys = new long[4][];
    private volatile byte[][][] names = new byte[4][][];
    private int[][] uses = new int[4][];
    private volatile int releases;
    private final long[] read = new long[TopicGrammar.MAX_SEGMENTS];

    SegmentTable() {
        open();
        ids.take();
        ids.take();
    }

    /**
     * How many segments have been released: as long as this stays, a number that was found is that
     * segment's.
     */
    int releases() {
        return releases;
    }

    /** The number of a topic's segment. */
    int find(TopicName topic, int segment) {
        long key = topic.key(segment);
        return find(key, topic.value(), key < 0 ? topic.start(segment) : 0);
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

    /** The text counts only where the key is a hash. */
    private int find(long key, String text, int from) {
        if (key == SegmentKeys.STAR) {
            return STAR;
        }
        if (key == SegmentKeys.HASH) {
            return HASH;
        }
        long hash = SlotTable.hash(key);
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
                    && (key > 0 || same(id, text, from))) {
                return id;
            }
        }
    }

    /** Whether a segment is the one that begins there. Makes no garbage. */
    private boolean same(int id, String text, int from) {
        byte[] name = names[id >>> IdSpace.BITS][id & IdSpace.MASK];
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
        byte[] name = names[id >>> IdSpace.BITS][id & IdSpace.MASK];
        return name[0] == 0
                ? new String(name, 1, name.length - 1, StandardCharsets.UTF_16BE)
                : new String(name, StandardCharsets.ISO_8859_1);
    }

    private int use(long key, String text, int from) {
        int id = find(key, text, from);
        if (id == UNKNOWN) {
            open();
            id = ids.take();
            int chunk = id >>> IdSpace.BITS;
            keys[chunk][id & IdSpace.MASK] = key;
            if (key < 0) {
                names[chunk][id & IdSpace.MASK] =
                        bytes(text.substring(from, Segments.end(text, from)));
            }
            slots.add(SlotTable.hash(key), id);
        }
        if (id > HASH) {
            uses[id >>> IdSpace.BITS][id & IdSpace.MASK]++;
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
        if (id <= HASH || --uses[id >>> IdSpace.BITS][id & IdSpace.MASK] > 0) {
            return false;
        }
        slots.remove(SlotTable.hash(keys[id >>> IdSpace.BITS][id & IdSpace.MASK]), id);
        // Only now: who sees the new count must not find the segment any more.
        releases++;
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
            SegmentKeys.append(key, to);
        } else {
            to.append(name(id));
        }
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
