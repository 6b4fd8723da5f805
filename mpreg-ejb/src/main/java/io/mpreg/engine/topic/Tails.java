package io.mpreg.engine.topic;

/**
 * Tells whether the tails of leaves match the rest of a topic.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Tails {

    private static final int LENGTH = 7 << NodeSlab.TAIL;
    private static final int HASHED = Integer.numberOfTrailingZeros(NodeSlab.HASHED);
    private static final int WILD = Integer.numberOfTrailingZeros(Notes.WILD);

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
        int sought =
                Math.min(rest, 7) << NodeSlab.TAIL | (rest > 0 ? Notes.trait(topic.key(at)) : 0);
        int compared = afterHash ? 0 : LENGTH | Notes.TRAIT;
        int[] chunk = nodes.chunk(first);
        int base = NodeSlab.base(first) + NodeSlab.INFO;
        int n = 0;
        for (int i = 0; i < count; i++) {
            int info = NodeSlab.read(chunk, base + i * NodeSlab.RECORD);
            int ignored = -(info >>> HASHED & 1) & LENGTH | -(info >>> WILD & 1) & Notes.TRAIT;
            int different = (info ^ sought) & compared & ~ignored;
            candidates[n] = first + i;
            n += ((different | -different) >>> 31) ^ 1;
        }
        return n;
    }

    /** A leaf that may match. */
    int candidate(int index) {
        return candidates[index];
    }

    /**
     * Whether the tail of a leaf matches what follows in a topic.
     *
     * @param chunk the chunk that holds the leaf
     * @param base where it begins there
     * @param at the first segment of the topic that follows
     * @param afterHash whether a '#' precedes the tail
     */
    boolean match(int[] chunk, int base, TopicName topic, int at, boolean afterHash) {
        int info = NodeSlab.read(chunk, base + NodeSlab.INFO);
        int rest = NodeSlab.tail(info);
        if (afterHash || (info & NodeSlab.HASHED) != 0) {
            return matchHashed(chunk, base, rest, topic, at, afterHash);
        }
        return topic.segments() - at == rest && matchPlain(chunk, base, rest, topic, at);
    }

    /* Without a loop, for which a few segments would not pay. */
    private boolean matchPlain(int[] chunk, int base, int rest, TopicName topic, int at) {
        return (rest < 1 || fits(chunk, base, 0, topic, at))
                && (rest < 2 || fits(chunk, base, 1, topic, at))
                && (rest < 3 || fits(chunk, base, 2, topic, at))
                && (rest < 4 || fits(chunk, base, 3, topic, at))
                && (rest < 5 || fits(chunk, base, 4, topic, at));
    }

    private boolean fits(int[] chunk, int base, int index, TopicName topic, int at) {
        int segment = chunk[base + NodeSlab.tailField(index)];
        return segment == SegmentTable.STAR || segments.is(segment, topic, at + index);
    }

    private boolean matchHashed(
            int[] chunk, int base, int rest, TopicName topic, int at, boolean afterHash) {
        int length = topic.segments();
        int t = 0;
        int p = at;
        int retryTail = afterHash ? 0 : -1;
        int retryPath = at;
        while (p < length) {
            int segment = t < rest ? chunk[base + NodeSlab.tailField(t)] : 0;
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
        while (t < rest && chunk[base + NodeSlab.tailField(t)] == SegmentTable.HASH) {
            t++;
        }
        return t == rest;
    }
}
