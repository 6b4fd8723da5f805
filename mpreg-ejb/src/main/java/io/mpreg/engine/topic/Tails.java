package io.mpreg.engine.topic;

/**
 * Tells whether the tails of leaves match the rest of a topic.
 *
 * <p><b>Threads.</b> Without state of its own.
 */
final class Tails {

    private final NodeSlab nodes;
    private final SegmentTable segments;

    Tails(Tree tree) {
        this.nodes = tree.nodes;
        this.segments = tree.segments;
    }

    /**
     * Whether the tail of a leaf matches what follows in a topic.
     *
     * @param info what stands in the leaf's {@link NodeSlab#INFO}
     * @param at the first segment of the topic that follows
     * @param afterHash whether a '#' precedes the tail
     */
    boolean match(int leaf, int info, TopicName topic, int at, boolean afterHash) {
        int rest = info & NodeSlab.TAIL;
        if (afterHash || (info & NodeSlab.HASHED) != 0) {
            return matchHashed(leaf, rest, topic, at, afterHash);
        }
        return topic.segments() - at == rest && matchPlain(leaf, rest, topic, at);
    }

    private boolean matchPlain(int leaf, int rest, TopicName topic, int at) {
        int[] chunk = nodes.chunk(leaf);
        int base = NodeSlab.base(leaf);
        for (int i = 0; i < rest; i++) {
            int segment = chunk[base + NodeSlab.tailField(i)];
            if (segment != SegmentTable.STAR && !segments.is(segment, topic, at + i)) {
                return false;
            }
        }
        return true;
    }

    private boolean matchHashed(int leaf, int rest, TopicName topic, int at, boolean afterHash) {
        int[] chunk = nodes.chunk(leaf);
        int base = NodeSlab.base(leaf);
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
