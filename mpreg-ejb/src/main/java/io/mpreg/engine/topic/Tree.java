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

    /** In the slot of an edge: the node is a leaf. */
    static final int LEAF = 1 << 29;

    static final int NODE = LEAF - 1;

    private static final long SPREAD = 0xD1B54A32D192ED03L;

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

    /** The tag of the edge from a node along a segment of that key. */
    static int edge(int node, long key) {
        return SlotTable.tag(SlotTable.hash(node * SPREAD ^ key + SegmentKeys.SEED));
    }

    /** The child of a node, or 0. */
    int child(int node, int segment) {
        int tag = edge(node, segments.key(segment));
        long[] part = edges.part(tag);
        for (int at = SlotTable.place(part, tag); ; at = SlotTable.next(part, at)) {
            long slot = SlotTable.slot(part, at);
            if (slot == SlotTable.EMPTY) {
                return 0;
            }
            int child = SlotTable.id(slot) & NODE;
            if (SlotTable.tagged(slot, tag) && child != 0 && leads(node, segment, child)) {
                return child;
            }
        }
    }

    private boolean leads(int node, int segment, int child) {
        int[] chunk = nodes.chunk(child);
        int base = NodeSlab.base(child);
        return chunk[base + NodeSlab.PARENT] == node && chunk[base + NodeSlab.SEGMENT] == segment;
    }

    /** Makes an edge to a node that nothing leads to yet. */
    void link(int node, int segment, int child) {
        edges.add(edge(node, segments.key(segment)), reference(child), note(child));
    }

    /** Lets an edge lead to another node. */
    void relink(int node, int segment, int before, int after) {
        edges.replace(
                edge(node, segments.key(segment)),
                reference(before),
                reference(after),
                note(after));
    }

    /** Takes an edge away. */
    void unlink(int node, int segment, int child) {
        edges.remove(edge(node, segments.key(segment)), reference(child));
    }

    /** Says something else about an inner node, also where an edge leads to it. */
    void mask(int node, long mask) {
        nodes.mask(node, mask);
        if (node != ROOT) {
            int[] chunk = nodes.chunk(node);
            int base = NodeSlab.base(node);
            long key = segments.key(chunk[base + NodeSlab.SEGMENT]);
            edges.note(edge(chunk[base + NodeSlab.PARENT], key), node, mask);
        }
    }

    private int reference(int node) {
        return NodeSlab.isLeaf(nodes.get(node, NodeSlab.INFO)) ? node | LEAF : node;
    }

    private long note(int node) {
        int info = nodes.get(node, NodeSlab.INFO);
        if (!NodeSlab.isLeaf(info)) {
            return nodes.mask(node);
        }
        int rest = info & NodeSlab.TAIL;
        int first = rest == 0 ? 0 : nodes.get(node, NodeSlab.tailField(0));
        boolean hashed = (info & NodeSlab.HASHED) != 0;
        return Notes.leaf(rest, hashed, first == 0 ? 0 : segments.key(first));
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

    /** Whether it is small enough to be in the caches near the processor. */
    boolean small() {
        return edges.small();
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
            unlink(chunk[base + NodeSlab.PARENT], chunk[base + NodeSlab.SEGMENT], id);
            // Others may have met it since, looking for an edge with the same tag.
            grace.keep(id << 2);
            return;
        }
        retired.clear(id);
        nodes.reclaim(id);
    }

    /** What is filed at a node as something that can be compared. */
    static boolean holds(@Nullable Object filed, Object value) {
        return filed instanceof Members members ? members.contains(value) : value.equals(filed);
    }
}
