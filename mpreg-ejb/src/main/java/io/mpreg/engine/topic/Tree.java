package io.mpreg.engine.topic;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The tree of segments behind a table: nodes, the edges between them, the segments' numbers, and
 * the keeper of what has been taken out.
 *
 * <p><b>Threads.</b> Changed by {@link TreeEditor}, one thread at a time; read by any number of
 * {@link Walk}s.
 */
final class Tree {

    static final int ROOT = 1;

    private static final int PURGE = 1;
    private static final int SEGMENT = 2;

    final NodeSlab nodes = new NodeSlab();
    final SlotTable edges = new SlotTable();
    final SegmentTable segments = new SegmentTable();
    final Grace grace = new Grace(this::reclaim);

    /** Odd while a change is under way. */
    private volatile int version;

    /** Nodes that nothing leads to any more and that are not reclaimed yet. */
    private final BitSet retired = new BitSet();

    Tree() {
        nodes.inner(0, 0);
    }

    static long edge(int node, int segment) {
        return SlotTable.hash((long) node << 32 | segment);
    }

    /** The literal child of a node, or 0. */
    int literal(int node, int segment) {
        long hash = edge(node, segment);
        long[] part = edges.part(hash);
        int tag = SlotTable.tag(hash);
        for (int at = tag; ; at++) {
            long slot = SlotTable.slot(part, at);
            if (slot == SlotTable.EMPTY) {
                return 0;
            }
            int child = SlotTable.id(slot);
            if (SlotTable.tagged(slot, tag) && child != 0 && leads(node, segment, child)) {
                return child;
            }
        }
    }

    /** Whether a node is that child of another. */
    boolean leads(int node, int segment, int child) {
        int[] chunk = nodes.chunk(child);
        int base = NodeSlab.base(child);
        return chunk[base + NodeSlab.PARENT] == node && chunk[base + NodeSlab.SEGMENT] == segment;
    }

    /**
     * The segments of the pattern that ends at a node or in its tail.
     *
     * @return how many there are
     */
    int path(int node, int[] into) {
        int depth = 0;
        for (int at = node; at != ROOT; at = nodes.chunk(at)[NodeSlab.base(at)]) {
            into[depth++] = nodes.chunk(at)[NodeSlab.base(at) + NodeSlab.SEGMENT];
        }
        for (int i = 0, j = depth - 1; i < j; i++, j--) {
            int segment = into[i];
            into[i] = into[j];
            into[j] = segment;
        }
        return NodeSlab.isLeaf(nodes.get(node, NodeSlab.INFO))
                ? depth + nodes.tail(node, into, depth)
                : depth;
    }

    /** The pattern that ends at a node or in its tail. */
    TopicPattern pattern(int node, int[] scratch) {
        int length = path(node, scratch);
        StringBuilder text = new StringBuilder(48);
        for (int i = 0; i < length; i++) {
            segments.append(scratch[i], i == 0 ? text : text.append('.'));
        }
        return new TopicPattern(text.toString());
    }

    /** Whether a pattern ends at a node or in its tail. */
    boolean ends(int node) {
        if (!nodes.exists(node) || retired.get(node)) {
            return false;
        }
        int info = nodes.get(node, NodeSlab.INFO);
        return NodeSlab.isLeaf(info) || (info & NodeSlab.FILED) != 0;
    }

    int version() {
        return version;
    }

    /** Says that a change begins. */
    void begin() {
        version++;
    }

    /** Says that the change is complete. */
    void end() {
        version++;
    }

    /** Lets go of a node that nothing leads to. */
    void retire(int node, boolean withEdge) {
        retired.set(node);
        grace.retire(node << 2 | (withEdge ? PURGE : 0));
    }

    /** Uses a segment once less. */
    void release(int segment) {
        if (segments.release(segment)) {
            grace.retire(segment << 2 | SEGMENT);
        }
    }

    private void reclaim(int what) {
        int id = what >>> 2;
        if ((what & SEGMENT) != 0) {
            segments.reclaim(id);
            return;
        }
        if ((what & PURGE) != 0) {
            // Its parent went with it, so the edge stayed for those who were on their way here.
            int[] chunk = nodes.chunk(id);
            int base = NodeSlab.base(id);
            int segment = chunk[base + NodeSlab.SEGMENT];
            if (segment > SegmentTable.HASH) {
                edges.remove(edge(chunk[base + NodeSlab.PARENT], segment), id);
            }
        }
        retired.clear(id);
        nodes.reclaim(id);
    }

    /** What is filed at a node as something that can be compared. */
    static boolean holds(@Nullable Object filed, Object value) {
        return filed instanceof Members members ? members.contains(value) : value.equals(filed);
    }
}
