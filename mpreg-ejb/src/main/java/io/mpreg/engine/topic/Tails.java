package io.mpreg.engine.topic;

/**
 * Tells whether the tails of leaves match the rest of a topic.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Tails {

    private static final int HASHED = Integer.numberOfTrailingZeros(NodeSlab.HASHED);

    private final SegmentTable segments;
    private final int[] candidates = new int[NodeSlab.LARGEST_BUNCH];

    Tails(Tree tree) {
        this.segments = tree.segments;
    }

    /**
     * Looks, without jumps that could not be foreseen, which of some leaves with narrow records may
     * match what follows in a topic.
     *
     * @param chunk the chunk that holds the leaves
     * @param at the first segment of the topic that follows
     * @return how many; see {@link #candidate}
     */
    int sift(int[] chunk, int first, int count, TopicName topic, int at) {
        if (count == 1) {
            candidates[0] = first;
            return 1;
        }
        int rest = topic.segments() - at;
        int index = Math.min(at, NodeSlab.WHOLE - 1);
        long key = rest > 0 ? topic.key(at) : 0;
        long compared = at < NodeSlab.WHOLE ? -1 : 0;
        int base = NodeSlab.base(first);
        int width = NodeSlab.width(first);
        int n = 0;
        for (int i = 0; i < count; i++) {
            int head = chunk[base];
            int segment = NodeSlab.whole(chunk, base, index);
            long isLiteral = SegmentTable.HASH - segment >> 31;
            int hashed = head >>> HASHED & 1;
            long different =
                    (NodeSlab.tail(head) ^ rest) & hashed - 1
                            | (segments.key(segment) ^ key) & isLiteral & compared;
            candidates[n] = first + i;
            n += (int) ((different | -different) >>> 63) ^ 1;
            base += width;
        }
        return n;
    }

    /** A leaf that may match. */
    int candidate(int index) {
        return candidates[index];
    }

    /** Whether there is a '#' in the tail of a leaf in that chunk. */
    static boolean hasHash(int[] chunk, int leaf) {
        return (chunk[NodeSlab.base(leaf)] & NodeSlab.HASHED) != 0;
    }

    /**
     * Whether the pattern in a narrow record matches a topic, and the leaf is where it was met; no
     * '#' leads there.
     *
     * @param chunk the chunk that holds the leaf
     * @param parent the node on the way before it, so that an edge is not followed that is kept for
     *     readers at a former node of the same path; 0 if there are no such edges
     * @param taken how many segments of the topic have been taken on the way to it
     * @param stars which of them by a '*', as bits; the lowest first
     */
    boolean matchWhole(int[] chunk, int leaf, int parent, TopicName topic, int taken, int stars) {
        int base = NodeSlab.base(leaf);
        if (parent != 0 && NodeSlab.parent(chunk, base) != parent) {
            return false;
        }
        int head = chunk[base];
        int length = topic.segments();
        int rest = NodeSlab.tail(head);
        int mayBe = stars | -1 << taken;
        long[][] keys = segments.keys();
        if ((head & NodeSlab.HASHED) != 0) {
            return matchWholeHashed(chunk, base, rest, topic, taken, stars);
        }
        return length - taken == rest
                && isAsLong(chunk, base, length)
                && isAt(keys, chunk, base, 0, topic, mayBe)
                && (length < 2 || isAt(keys, chunk, base, 1, topic, mayBe))
                && (length < 3 || isAt(keys, chunk, base, 2, topic, mayBe))
                && (length < 4 || isAt(keys, chunk, base, 3, topic, mayBe))
                && (length < 5 || isAt(keys, chunk, base, 4, topic, mayBe))
                && (length < 6 || isAt(keys, chunk, base, 5, topic, mayBe))
                && (stars == 0 || hasStars(chunk, base, stars))
                && (topic.isPlain() || areSame(chunk, base, 1, 0, length, topic, 0));
    }

    /** The same if there is a '#' in the tail; mostly one, at the end. */
    private boolean matchWholeHashed(
            int[] chunk, int base, int rest, TopicName topic, int taken, int stars) {
        int length = taken + rest;
        if (!isAsLong(chunk, base, length) || NodeSlab.whole(chunk, base, length - 1) == 0) {
            return false;
        }
        int plain = taken;
        while (NodeSlab.whole(chunk, base, plain) != SegmentTable.HASH) {
            plain++;
        }
        if (topic.segments() < plain) {
            return false;
        }
        int mayBe = stars | -1 << taken;
        long[][] keys = segments.keys();
        for (int i = 0; i < plain; i++) {
            if (!isAt(keys, chunk, base, i, topic, mayBe)) {
                return false;
            }
        }
        return (stars == 0 || hasStars(chunk, base, stars))
                && (topic.isPlain() || areSame(chunk, base, 1, 0, plain, topic, 0))
                && (plain == length - 1 || matchHashed(chunk, base, 1, rest, topic, taken, false));
    }

    /** Whether a narrow record holds no more than so many segments. */
    private static boolean isAsLong(int[] chunk, int base, int length) {
        return length == NodeSlab.WHOLE
                || length < NodeSlab.WHOLE && NodeSlab.whole(chunk, base, length) == 0;
    }

    /* Asks for the key only, so that there is little code in many places. */
    private static boolean isAt(
            long[][] keys, int[] chunk, int base, int index, TopicName topic, int mayBe) {
        int segment = NodeSlab.whole(chunk, base, index);
        return segment == SegmentTable.STAR
                ? (mayBe >>> index & 1) != 0
                : SegmentTable.key(keys, segment) == topic.key(index);
    }

    private static boolean hasStars(int[] chunk, int base, int stars) {
        for (int rest = stars; rest != 0; rest &= rest - 1) {
            int at = Integer.numberOfTrailingZeros(rest);
            if (NodeSlab.whole(chunk, base, at) != SegmentTable.STAR) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the tail of a leaf matches what follows in a topic.
     *
     * @param chunk the chunk that holds the leaf
     * @param at the first segment of the topic that follows
     * @param afterHash whether a '#' precedes the tail
     */
    boolean match(int[] chunk, int leaf, TopicName topic, int at, boolean afterHash) {
        int base = NodeSlab.base(leaf);
        int narrow = NodeSlab.narrow(leaf);
        int head = chunk[base];
        int rest = NodeSlab.tail(head);
        if (afterHash || (head & NodeSlab.HASHED) != 0) {
            return matchHashed(chunk, base, narrow, rest, topic, at, afterHash);
        }
        int from = NodeSlab.tailAt(chunk, base, narrow);
        return topic.segments() - at == rest && areSame(chunk, base, narrow, from, rest, topic, at);
    }

    /** Whether some segments of a leaf are those of a topic. */
    private boolean areSame(
            int[] chunk, int base, int narrow, int from, int count, TopicName topic, int at) {
        for (int i = 0; i < count; i++) {
            int segment = NodeSlab.tail(chunk, base, narrow, from + i);
            if (segment != SegmentTable.STAR && !segments.is(segment, topic, at + i)) {
                return false;
            }
        }
        return true;
    }

    private boolean matchHashed(
            int[] chunk,
            int base,
            int narrow,
            int rest,
            TopicName topic,
            int at,
            boolean afterHash) {
        int length = topic.segments();
        int from = NodeSlab.tailAt(chunk, base, narrow);
        int t = 0;
        int p = at;
        int retryTail = afterHash ? 0 : -1;
        int retryPath = at;
        while (p < length) {
            int segment = t < rest ? NodeSlab.tail(chunk, base, narrow, from + t) : 0;
            if (segment == SegmentTable.HASH) {
                retryTail = ++t;
                retryPath = p;
            } else if (segment != 0
                    && (segment == SegmentTable.STAR || segments.is(segment, topic, p))) {
                t++;
                p++;
            } else if (retryTail >= 0) {
                p = ++retryPath;
                t = retryTail;
            } else {
                return false;
            }
        }
        while (t < rest && NodeSlab.tail(chunk, base, narrow, from + t) == SegmentTable.HASH) {
            t++;
        }
        return t == rest;
    }
}
