package io.mpreg.engine.topic;

/**
 * Tells whether the tails of leaves match the rest of a topic.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Tails {

    private static final int HASHED = Integer.numberOfTrailingZeros(NodeSlab.HASHED);

    private final NodeSlab nodes;
    private final SegmentTable segments;
    private final int[] candidates = new int[NodeSlab.LARGEST_BUNCH];

    Tails(Tree tree) {
        this.nodes = tree.nodes;
        this.segments = tree.segments;
    }

    /**
     * Looks, without jumps that could not be foreseen, which of some leaves side by side may match
     * what follows in a topic.
     *
     * @param at the first segment of the topic that follows
     * @param afterHash whether a '#' precedes the tails
     * @return how many; see {@link #candidate}
     */
    int sift(int first, int count, TopicName topic, int at, boolean afterHash) {
        int rest = topic.segments() - at;
        int length = Math.min(rest, NodeSlab.LONGEST_TAIL + 1);
        int trait = rest > 0 ? Notes.trait(topic.key(at)) : 0;
        int compared = afterHash ? 0 : -1;
        int[] chunk = nodes.chunk(first);
        int base = NodeSlab.base(first);
        int width = NodeSlab.width(first);
        int n = 0;
        for (int i = 0; i < count; i++) {
            int head = chunk[base];
            int trace = chunk[base + NodeSlab.TRACE];
            int hashed = head >>> HASHED & 1;
            // There is a trace if it is odd.
            int different =
                    ((NodeSlab.tail(head) ^ length) & hashed - 1
                                    | (trace ^ trait) & -(trace & 1) & Notes.TRAIT)
                            & compared;
            candidates[n] = first + i;
            n += ((different | -different) >>> 31) ^ 1;
            base += width;
        }
        return n;
    }

    /** Takes the only leaf of an edge for one that may match; how many there are then: one. */
    int only(int leaf) {
        candidates[0] = leaf;
        return 1;
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
        return topic.segments() - at == rest
                && matchPlain(chunk, base, narrow, rest, topic, at)
                && (topic.isPlain() || areSame(chunk, base, narrow, rest, topic, at));
    }

    /* Without a loop, for which a few segments would not pay. */
    private boolean matchPlain(
            int[] chunk, int base, int narrow, int rest, TopicName topic, int at) {
        return (rest < 1 || fits(chunk, base, narrow, 0, topic, at))
                && (rest < 2 || fits(chunk, base, narrow, 1, topic, at))
                && (rest < 3 || fits(chunk, base, narrow, 2, topic, at))
                && (rest < 4 || fits(chunk, base, narrow, 3, topic, at))
                && (rest < 5 || fits(chunk, base, narrow, 4, topic, at));
    }

    /* Asks for the key only, so that there is little code in many places. */
    private boolean fits(int[] chunk, int base, int narrow, int index, TopicName topic, int at) {
        int segment = NodeSlab.tail(chunk, base, narrow, index);
        return segment == SegmentTable.STAR || segments.key(segment) == topic.key(at + index);
    }

    /** Whether those segments are the same that their keys do not identify. */
    private boolean areSame(int[] chunk, int base, int narrow, int rest, TopicName topic, int at) {
        for (int i = 0; i < rest; i++) {
            int segment = NodeSlab.tail(chunk, base, narrow, i);
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
        int t = 0;
        int p = at;
        int retryTail = afterHash ? 0 : -1;
        int retryPath = at;
        while (p < length) {
            int segment = t < rest ? NodeSlab.tail(chunk, base, narrow, t) : 0;
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
        while (t < rest && NodeSlab.tail(chunk, base, narrow, t) == SegmentTable.HASH) {
            t++;
        }
        return t == rest;
    }
}
