package io.mpreg.engine.topic;

/**
 * What the slot of an edge says about the node that it leads to, so that most readers need not look
 * at the node itself.
 *
 * <pre>
 *            63   62       61       60      59 ... 32         31 ... 0
 * inner    0    FILED   '#' child   '*' child   a bit for each literal child's segment
 * leaf     1    HASHED                        length of tail    a trait of its first segment, or 0
 * </pre>
 *
 * Bits of literal children that have gone may stay.
 */
final class Notes {

    static final long FILED = 1L << 62;

    private static final int STAR = 60;
    private static final int HASH = 61;
    private static final int LITERALS = 60;
    private static final long LEAF = 1L << 63;
    private static final long HASHED = 1L << 62;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Notes() {}

    /** Where a child of that key has its bit: 0 to 61. */
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
    static int has(long note, int bit) {
        return (int) (note >>> bit) & 1;
    }

    static int hasStar(long note) {
        return has(note, STAR);
    }

    static int hasHash(long note) {
        return has(note, HASH);
    }

    /** The note without its '#' child. */
    static long withoutHash(long note) {
        return note & ~(1L << HASH);
    }

    static boolean ofLeaf(long note) {
        return note < 0;
    }

    /**
     * The note of a leaf.
     *
     * @param first the key of the first segment of its tail, or a wildcard's, or 0 if there is none
     */
    static long leaf(int tail, boolean hashed, long first) {
        boolean literal = first != 0 && first != SegmentKeys.STAR && first != SegmentKeys.HASH;
        return LEAF | (hashed ? HASHED : 0) | (long) tail << 32 | (literal ? trait(first) : 0);
    }

    /** Whether the tail of a leaf may match the rest of a topic. */
    static boolean mayEnd(long note, TopicName topic, int at) {
        int rest = topic.segments() - at;
        if ((note & HASHED) == 0 && (int) (note >>> 32) << 2 != rest << 2) {
            return false;
        }
        int trait = (int) note;
        return trait == 0 || rest > 0 && trait == (int) trait(topic.key(at));
    }

    private static long trait(long key) {
        return (key * SPREAD >>> 33) | 1;
    }
}
