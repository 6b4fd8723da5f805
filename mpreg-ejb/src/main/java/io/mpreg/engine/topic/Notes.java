package io.mpreg.engine.topic;

/**
 * What the slot of an edge says about what it leads to, so that most readers need not look at the
 * nodes themselves.
 *
 * <pre>
 *                  21      20 ... 19          18           17 ... 0
 * inner           FILED    '#', '*' child     ENDLESS      a bit for each literal child's segment
 *
 *          21 ... 20        19         18 ... 16           15 ... 0
 * leaf        0           HASHED     length of tail      a trait of its first segment, or 0
 * leaves   how many - 1   -- lengths of tails --         a bit for each first segment
 *                           (19 ... 16)
 * </pre>
 *
 * Bits of literal children that have gone may stay. Of several leaves, there is a bit each for
 * tails of no, one, two, or more segments.
 */
final class Notes {

    /** In the note of an inner node: a pattern ends there, or there and then with a '#'. */
    static final int FILED = 1 << 21;

    static final int ENDLESS = 1 << 18;

    private static final int LITERALS = 18;
    private static final int STAR = 19;
    private static final int HASH = 20;
    private static final int MORE = 20;
    private static final int HASHED = 1 << 19;
    private static final int TAIL = 16;

    /** The bits of a trait. */
    private static final int TRAIT = (1 << TAIL) - 1;

    private static final int LONG = 3;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Notes() {}

    /** Where a child of that key has its bit: 0 to 20. */
    static int bit(long key) {
        if (key == SegmentKeys.STAR) {
            return STAR;
        }
        return key == SegmentKeys.HASH ? HASH : literal(key);
    }

    /** The same for the key of a topic's segment. */
    static int literal(long key) {
        return (int) ((key * SPREAD >>> 32) * LITERALS >>> 32);
    }

    /** 1 if there may be a child whose bit that is, else 0. */
    static int has(int note, int bit) {
        return note >>> bit & 1;
    }

    static int hasStar(int note) {
        return has(note, STAR);
    }

    static int hasHash(int note) {
        return has(note, HASH);
    }

    /** The note without its '#' child, and what ends in a '#'. */
    static int withoutHash(int note) {
        return note & ~(1 << HASH | ENDLESS);
    }

    /** Whether a pattern ends at an inner node, or a '#' follows. */
    static boolean stops(int note) {
        return (note & (1 << HASH | ENDLESS | FILED)) != 0;
    }

    /** Whether a '#' follows. */
    static boolean followedByHash(int note) {
        return (note & (1 << HASH | ENDLESS)) != 0;
    }

    /**
     * The note of a leaf.
     *
     * @param first the key of the first segment of its tail, or a wildcard's, or 0 if there is none
     */
    static int leaf(int tail, boolean hashed, long first) {
        return (hashed ? HASHED : 0) | tail << TAIL | (literalKey(first) ? trait(first) : 0);
    }

    /** What one of several leaves adds to their note. */
    static int among(int tail, boolean hashed, long first) {
        int lengths = hashed ? 15 : 1 << Math.min(tail, LONG);
        int firsts = literalKey(first) ? 1 << spread(first) : first == 0 ? 0 : TRAIT;
        return lengths << TAIL | firsts;
    }

    /** What their number adds to the note of several leaves. */
    static int several(int leaves) {
        return leaves - 1 << MORE;
    }

    /** How many leaves there are. */
    static int leaves(int note) {
        return (note >>> MORE) + 1;
    }

    private static boolean literalKey(long key) {
        return key != 0 && key != SegmentKeys.STAR && key != SegmentKeys.HASH;
    }

    /** Whether the tail of any of the leaves may match the rest of a topic. */
    static boolean mayEnd(int note, TopicName topic, int at) {
        int rest = topic.segments() - at;
        if (note >>> MORE != 0) {
            return (note >>> TAIL + Math.min(rest, LONG) & 1) != 0
                    && (rest == 0 || (note >>> spread(topic.key(at)) & 1) != 0);
        }
        if ((note & HASHED) == 0 && note >>> TAIL != rest) {
            return false;
        }
        int trait = note & TRAIT;
        return trait == 0 || rest > 0 && trait == trait(topic.key(at));
    }

    /** Some bits of a key; odd. */
    static int trait(long key) {
        return (int) (key * SPREAD >>> 40) & TRAIT | 1;
    }

    private static int spread(long key) {
        return (int) (key * SPREAD >>> 40) & TAIL - 1;
    }
}
