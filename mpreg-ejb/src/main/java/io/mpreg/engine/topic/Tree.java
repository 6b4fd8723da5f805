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

    /** Where an edge leads to: the first of some leaves. The others have the next ids. */
    static final int LEAF = 1 << 26;

    static final int NODE = LEAF - 1;

    /** In a reference to leaves that is not in a slot: how many there are, less one. */
    private static final int MORE = 28;

    /** What is retired: an id, how many there are less one, and whether it is one of these. */
    private static final int PURGE = 1;

    private static final int SEGMENT = 2;
    private static final int SEVERAL = 2;
    private static final int ID = 5;

    /** With so many children a node's mask is made anew when one goes. */
    private static final int FEW = 8;

    final NodeSlab nodes = new NodeSlab();
    final SegmentTable segments = new SegmentTable();
    final SlotTable edges = new SlotTable(this::edgeTo, true);
    final Grace grace = new Grace(this::reclaim);
    final Levels levels = new Levels();

    /** Odd while a change is under way. */
    private volatile int version;

    /** Nodes that nothing leads to any more and that are not reclaimed yet. */
    private final BitSet retired = new BitSet();

    Tree() {
        nodes.inner(0, 0, SlotTable.mark(SegmentKeys.SEED));
    }

    /**
     * The mark of the edge from an inner node along a segment of that key: it depends on the way
     * from the root only, so a match knows it before it knows the nodes.
     */
    private long edge(int node, long key) {
        return SlotTable.mark(nodes.mark(node), key);
    }

    /** The mark of the edge that leads to a node. */
    private long edgeTo(int reference) {
        int node = reference & NODE;
        if (!isLeaf(reference)) {
            return nodes.mark(node);
        }
        return edge(nodes.parent(node), segments.key(nodes.segment(node)));
    }

    /** A reference to leaves side by side. */
    static int leaves(int first, int count) {
        return first | LEAF | count - 1 << MORE;
    }

    static boolean isLeaf(int reference) {
        return (reference & LEAF) != 0;
    }

    /** How many nodes a reference stands for. */
    static int count(int reference) {
        return (reference >>> MORE) + 1;
    }

    /** The child of a node, or the leaves there, as a reference; or 0. */
    int child(int node, int segment) {
        long mark = edge(node, segments.key(segment));
        long[] part = edges.part(mark);
        for (int at = SlotTable.place(part, mark); ; at = SlotTable.next(part, at)) {
            long slot = SlotTable.slot(part, at);
            if (slot == SlotTable.EMPTY) {
                return 0;
            }
            int id = SlotTable.id(slot);
            if (SlotTable.tagged(slot, mark) && leads(node, segment, id & NODE)) {
                return isLeaf(id) ? leaves(id & NODE, Notes.leaves(SlotTable.note(slot))) : id;
            }
        }
    }

    /**
     * Whether a way without '#' leads from the root to a node, or to the edge that a leaf is at.
     *
     * @param taken how many segments of the topic have been taken on it
     * @param stars which of them by a '*', as bits; the lowest first
     */
    boolean leads(TopicName topic, int taken, int stars, int node) {
        int at = node;
        for (int i = taken - 1; i >= 0; i--) {
            if (at == ROOT) {
                return false;
            }
            int[] chunk = nodes.chunk(at);
            int base = NodeSlab.base(at);
            int segment = NodeSlab.segment(chunk, base, at);
            boolean same =
                    (stars >>> i & 1) == 0
                            ? segments.is(segment, topic, i)
                            : segment == SegmentTable.STAR;
            if (!same) {
                return false;
            }
            at = NodeSlab.parent(chunk, base);
        }
        return at == ROOT;
    }

    private boolean leads(int node, int segment, int child) {
        return nodes.parent(child) == node && nodes.segment(child) == segment;
    }

    /** An inner node that nothing leads to yet. */
    int inner(int parent, int segment) {
        return nodes.inner(parent, segment, edge(parent, segments.key(segment)));
    }

    /** The shape of the edge to an inner node, if it is one of the {@link Levels}; else 0. */
    private int shape(int node) {
        if (node == ROOT) {
            return Levels.ROOT;
        }
        int parent = nodes.parent(node);
        int before = nodes.parent(parent);
        boolean near = parent == ROOT || before == ROOT || nodes.parent(before) == ROOT;
        return near ? Levels.shape(shape(parent), nodes.segment(node)) : 0;
    }

    /** Whether a match may begin below a node. */
    boolean isPassed(int node) {
        return Levels.isPassed(shape(node));
    }

    private boolean stops(int reference) {
        return isLeaf(reference) || Notes.stops(nodes.mask(reference & NODE));
    }

    /** Makes an edge to what nothing leads to yet. */
    void link(int node, int segment, int child) {
        levels.link(Levels.shape(shape(node), segment), stops(child));
        nodes.position(child & NODE, nodes.children(node).add(child));
        edges.add(edge(node, segments.key(segment)), child & SlotTable.IDS - 1, note(child));
        mask(node, nodes.mask(node) | bit(segment));
    }

    /** Lets an edge lead to something else. */
    void relink(int node, int segment, int before, int after) {
        int position = nodes.position(before & NODE);
        nodes.position(after & NODE, position);
        nodes.children(node).set(position, after);
        int shape = Levels.shape(shape(node), segment);
        boolean stopped = stops(before);
        boolean stops = stops(after);
        if (stops && !stopped) {
            levels.stop(shape);
        }
        edges.replace(
                edge(node, segments.key(segment)),
                before & SlotTable.IDS - 1,
                after & SlotTable.IDS - 1,
                note(after));
        if (stopped && !stops) {
            levels.pass(shape);
        }
    }

    /** Takes an edge away. */
    void unlink(int node, int segment, int child) {
        edges.remove(edge(node, segments.key(segment)), child & SlotTable.IDS - 1);
        levels.unlink(Levels.shape(shape(node), segment), stops(child));
        int position = nodes.position(child & NODE);
        Children children = nodes.children(node);
        int instead = children.remove(position);
        if (instead != 0) {
            nodes.position(instead & NODE, position);
        }
        unmark(node, segment, children);
    }

    private int bit(int segment) {
        return 1 << Notes.bit(segments.key(segment));
    }

    /** Cleans the mask where that is cheap: for a wildcard, or when few children are left. */
    private void unmark(int node, int segment, Children children) {
        int mask = nodes.mask(node);
        if (children.count() <= FEW) {
            mask &= Notes.FILED | Notes.ENDLESS;
            for (int i = 0; i < children.count(); i++) {
                mask |= bit(nodes.segment(children.get(i) & NODE));
            }
            mask(node, mask);
        } else if (segment <= SegmentTable.HASH) {
            mask(node, mask & ~bit(segment));
        }
    }

    /** Says something else about an inner node, also where an edge leads to it. */
    void mask(int node, int mask) {
        int before = nodes.mask(node);
        if (mask == before) {
            return;
        }
        boolean turns = Notes.stops(mask) != Notes.stops(before) && isLinked(node);
        if (turns && Notes.stops(mask)) {
            levels.stop(shape(node));
        }
        nodes.set(node, NodeSlab.MASK, mask);
        if (node != ROOT) {
            edges.note(edgeTo(node), node, mask);
        }
        if (turns && Notes.stops(before)) {
            levels.pass(shape(node));
        }
    }

    private boolean isLinked(int node) {
        return node == ROOT || edges.holds(edgeTo(node), node);
    }

    private int note(int reference) {
        int node = reference & NODE;
        if (!isLeaf(reference)) {
            return nodes.mask(node);
        }
        int count = count(reference);
        int note = Notes.several(count);
        for (int i = 0; i < count; i++) {
            int head = nodes.get(node + i, NodeSlab.HEAD);
            int rest = NodeSlab.tail(head);
            long first = rest == 0 ? 0 : segments.key(nodes.tail(node + i, 0));
            boolean hashed = (head & NodeSlab.HASHED) != 0;
            note |= count == 1 ? Notes.leaf(rest, hashed, first) : Notes.among(rest, hashed, first);
        }
        return note;
    }

    /**
     * The segments of the pattern that has an end.
     *
     * @return how many there are
     */
    int path(int end, int[] into) {
        int node = Ends.node(end);
        int depth = 0;
        for (int at = node; at != ROOT; at = nodes.parent(at)) {
            into[depth++] = nodes.segment(at);
        }
        for (int i = 0, j = depth - 1; i < j; i++, j--) {
            int segment = into[i];
            into[i] = into[j];
            into[j] = segment;
        }
        if (Ends.isEndless(end)) {
            into[depth] = SegmentTable.HASH;
            return depth + 1;
        }
        return nodes.isLeaf(node) ? depth + nodes.tail(node, into, depth) : depth;
    }

    /** The pattern that has an end. */
    TopicPattern pattern(int end, int[] scratch) {
        int length = path(end, scratch);
        StringBuilder text = new StringBuilder(48);
        for (int i = 0; i < length; i++) {
            segments.append(scratch[i], i == 0 ? text : text.append('.'));
        }
        return new TopicPattern(text.toString());
    }

    /** Whether some pattern has that end. */
    boolean ends(int end) {
        int node = Ends.node(end);
        if (!nodes.exists(node) || retired.get(node)) {
            return false;
        }
        if (nodes.isLeaf(node)) {
            return !Ends.isEndless(end);
        }
        int info = nodes.get(node, NodeSlab.INFO);
        return (info & (Ends.isEndless(end) ? NodeSlab.ENDLESS : NodeSlab.FILED)) != 0;
    }

    /** Whether most of it is in the caches near the processor. */
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
        levels.rest();
        version++;
    }

    /** Lets go of what nothing leads to. */
    void retire(int reference, boolean withEdge) {
        int node = reference & NODE;
        int count = count(reference);
        retired.set(node, node + count);
        if (withEdge && isPassed(nodes.parent(node))) {
            levels.keep();
        }
        grace.retire(node << ID | count - 1 << SEVERAL | (withEdge ? PURGE : 0));
    }

    /** Uses a segment once less. */
    void release(int segment) {
        if (segments.release(segment)) {
            grace.retire(segment << ID | SEGMENT);
        }
    }

    private void reclaim(int what) {
        int id = what >>> ID;
        if ((what & SEGMENT) != 0) {
            segments.reclaim(id);
            return;
        }
        if ((what & PURGE) != 0) {
            // Its parent went with it, so the edge stayed for those who were on their way here.
            boolean leaf = nodes.isLeaf(id);
            edges.remove(edgeTo(leaf ? id | LEAF : id), leaf ? id | LEAF : id);
            int parent = nodes.parent(id);
            levels.unlink(Levels.shape(shape(parent), nodes.segment(id)), true);
            if (isPassed(parent)) {
                levels.letGo();
            }
            // Others may have met it since, looking for an edge with the same tag.
            grace.keep(what & ~PURGE);
            return;
        }
        int count = (what >>> SEVERAL & 7) + 1;
        retired.clear(id, id + count);
        nodes.reclaim(id, count);
    }

    /** What is filed at a node as something that can be compared. */
    static boolean holds(@Nullable Object filed, Object value) {
        return filed instanceof Members members ? members.contains(value) : value.equals(filed);
    }
}
