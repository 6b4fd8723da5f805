package io.mpreg.engine.topic;

import java.util.ArrayList;
import java.util.List;

/**
 * Changes the tree.
 *
 * <p>The shape of the tree depends on the set of patterns alone, not on how it came about: below a
 * node that one pattern only goes through there is a leaf with the rest of it as its tail, unless
 * the rest is too long for a tail. What readers may be looking at is never rewritten: a leaf that
 * becomes an inner node, or the other way round, is a new node that takes its place with one store.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class TreeEditor {

    /** What a change did. */
    enum Change {
        NOTHING,
        VALUE,
        PATTERN
    }

    private final Tree tree;
    private final NodeSlab nodes;
    private final int[] path = new int[TopicGrammar.MAX_SEGMENTS];
    private final int[] tail = new int[NodeSlab.LONGEST_TAIL];
    private int length;
    private int live = 1;
    private final List<Sweep> sweeps = new ArrayList<>();

    TreeEditor(Tree tree) {
        this.tree = tree;
        this.nodes = tree.nodes;
    }

    /** How many nodes lead to patterns, the root included. */
    int live() {
        return live;
    }

    /** Tells a sweep what moves from now on. */
    void begin(Sweep sweep) {
        sweeps.add(sweep);
    }

    void end(Sweep sweep) {
        sweeps.remove(sweep);
    }

    Change add(String pattern, Object value) {
        tree.begin();
        try {
            return insert(pattern, value);
        } finally {
            tree.end();
        }
    }

    Change remove(String pattern, Object value) {
        tree.begin();
        try {
            return delete(pattern, value);
        } finally {
            tree.end();
        }
    }

    private Change insert(String pattern, Object value) {
        length = tree.segments.intern(pattern, path);
        Change change = insert(Tree.ROOT, 0, value);
        if (change != Change.PATTERN) {
            release();
        }
        return change;
    }

    private Change delete(String pattern, Object value) {
        length = tree.segments.find(pattern, path);
        int node = find();
        Object filed = node == 0 ? null : nodes.filed(node);
        if (filed == null || !Tree.holds(filed, value)) {
            return Change.NOTHING;
        }
        if (filed instanceof Members members) {
            members.remove(value);
            if (members.size() == 1) {
                nodes.file(node, members.any());
            }
            return Change.VALUE;
        }
        // The segments' numbers must outlive their last edge.
        prune(node);
        release();
        return Change.PATTERN;
    }

    boolean contains(String pattern, Object value) {
        length = tree.segments.find(pattern, path);
        int node = find();
        return node != 0 && Tree.holds(nodes.filed(node), value);
    }

    private void release() {
        for (int i = 0; i < length; i++) {
            tree.release(path[i]);
        }
    }

    // ---- finding

    /** Where the path ends: an inner node with something filed, or a leaf; else 0. */
    private int find() {
        int node = Tree.ROOT;
        for (int at = 0; at < length; at++) {
            node = child(node, path[at]);
            if (node == 0) {
                return 0;
            }
            if (isLeaf(node)) {
                return endsWith(node, at + 1) ? node : 0;
            }
        }
        return (nodes.get(node, NodeSlab.INFO) & NodeSlab.FILED) != 0 ? node : 0;
    }

    private int child(int node, int segment) {
        return segment < 0 ? 0 : tree.child(node, segment);
    }

    private boolean isLeaf(int node) {
        return NodeSlab.isLeaf(nodes.get(node, NodeSlab.INFO));
    }

    private boolean endsWith(int leaf, int at) {
        int rest = nodes.tail(leaf, tail, 0);
        if (rest != length - at) {
            return false;
        }
        for (int i = 0; i < rest; i++) {
            if (tail[i] != path[at + i]) {
                return false;
            }
        }
        return true;
    }

    // ---- growing

    private Change insert(int from, int start, Object value) {
        int node = from;
        for (int at = start; at < length; at++) {
            int child = child(node, path[at]);
            if (child == 0) {
                link(node, path[at], branch(node, at, value));
                return Change.PATTERN;
            }
            if (isLeaf(child)) {
                if (endsWith(child, at + 1)) {
                    return file(child, value);
                }
                int inner = split(child);
                insert(inner, at + 1, value);
                relink(node, path[at], child, inner);
                drop(child, false);
                return Change.PATTERN;
            }
            node = child;
        }
        int info = nodes.get(node, NodeSlab.INFO);
        if ((info & NodeSlab.FILED) != 0) {
            return file(node, value);
        }
        fileFirst(node, info, value);
        return Change.PATTERN;
    }

    /** What leads from a node along the rest of the path; nothing leads to it yet. */
    private int branch(int parent, int at, Object value) {
        live++;
        if (length - at - 1 <= NodeSlab.LONGEST_TAIL) {
            return nodes.leaf(parent, path[at], path, at + 1, length, value);
        }
        int node = nodes.inner(parent, path[at]);
        link(node, path[at + 1], branch(node, at + 1, value));
        return node;
    }

    /** An inner node that can take the place of a leaf, with the leaf's pattern below it. */
    private int split(int leaf) {
        int[] chunk = nodes.chunk(leaf);
        int base = NodeSlab.base(leaf);
        int inner = nodes.inner(chunk[base + NodeSlab.PARENT], chunk[base + NodeSlab.SEGMENT]);
        live++;
        Object filed = filed(leaf);
        int rest = nodes.tail(leaf, tail, 0);
        if (rest == 0) {
            fileFirst(inner, 0, filed);
            moved(leaf, inner);
        } else {
            int below = nodes.leaf(inner, tail[0], tail, 1, rest, filed);
            live++;
            link(inner, tail[0], below);
            moved(leaf, below);
        }
        return inner;
    }

    /** Files the first value at an inner node. */
    private void fileFirst(int node, int info, Object value) {
        nodes.file(node, value);
        nodes.set(node, NodeSlab.INFO, info | NodeSlab.FILED);
        tree.mask(node, nodes.mask(node) | Notes.FILED);
    }

    private Change file(int node, Object value) {
        Object there = filed(node);
        if (there instanceof Members members) {
            return members.add(value) ? Change.VALUE : Change.NOTHING;
        }
        if (there.equals(value)) {
            return Change.NOTHING;
        }
        Members members = new Members();
        members.add(there);
        members.add(value);
        nodes.file(node, members);
        return Change.VALUE;
    }

    private Object filed(int node) {
        Object filed = nodes.filed(node);
        if (filed == null) {
            throw new IllegalStateException("nothing is filed at node " + node);
        }
        return filed;
    }

    // ---- shrinking

    private void prune(int node) {
        int info = nodes.get(node, NodeSlab.INFO);
        if (NodeSlab.isLeaf(info)) {
            int parent = parent(node);
            unlink(parent, segment(node), node);
            drop(node, false);
            tidy(parent);
        } else {
            nodes.set(node, NodeSlab.INFO, info & ~NodeSlab.FILED);
            tree.mask(node, nodes.mask(node) & ~Notes.FILED);
            nodes.file(node, null);
            gone(node);
            tidy(node);
        }
    }

    /** Restores the shape from a node upwards that has lost something. */
    private void tidy(int from) {
        int node = from;
        while (node != Tree.ROOT) {
            int parent = parent(node);
            int info = nodes.get(node, NodeSlab.INFO);
            boolean own = (info & NodeSlab.FILED) != 0;
            int children = info / NodeSlab.CHILD;
            if (children == 0 && !own) {
                unlink(parent, segment(node), node);
                drop(node, false);
            } else if (children == 0) {
                shrink(parent, node, nodes.leaf(parent, segment(node), tail, 0, 0, filed(node)), 0);
            } else if (children == 1 && !own) {
                int child = nodes.get(node, NodeSlab.XOR);
                if (!isLeaf(child)
                        || (nodes.get(child, NodeSlab.INFO) & NodeSlab.TAIL)
                                == NodeSlab.LONGEST_TAIL) {
                    return;
                }
                tail[0] = segment(child);
                int rest = 1 + nodes.tail(child, tail, 1);
                shrink(
                        parent,
                        node,
                        nodes.leaf(parent, segment(node), tail, 0, rest, filed(child)),
                        child);
            } else {
                return;
            }
            node = parent;
        }
    }

    private void shrink(int parent, int node, int leaf, int child) {
        live++;
        relink(parent, segment(node), node, leaf);
        moved(child == 0 ? node : child, leaf);
        if (child != 0) {
            drop(child, true);
        }
        drop(node, false);
    }

    // ---- edges

    private void link(int node, int segment, int child) {
        tree.link(node, segment, child);
        children(node, NodeSlab.CHILD, child);
        tree.mask(node, nodes.mask(node) | bit(segment));
    }

    private void relink(int node, int segment, int before, int after) {
        tree.relink(node, segment, before, after);
        children(node, 0, before ^ after);
    }

    private void unlink(int node, int segment, int child) {
        tree.unlink(node, segment, child);
        children(node, -NodeSlab.CHILD, child);
        unmark(node, segment);
    }

    private void children(int node, int more, int xor) {
        nodes.set(node, NodeSlab.XOR, nodes.get(node, NodeSlab.XOR) ^ xor);
        if (more != 0) {
            nodes.set(node, NodeSlab.INFO, nodes.get(node, NodeSlab.INFO) + more);
        }
    }

    private long bit(int segment) {
        return 1L << Notes.bit(tree.segments.key(segment));
    }

    /** Cleans the mask where that is cheap: for a wildcard, or when at most one child is left. */
    private void unmark(int node, int segment) {
        int children = nodes.get(node, NodeSlab.INFO) / NodeSlab.CHILD;
        long mask = nodes.mask(node);
        if (children == 0) {
            tree.mask(node, mask & Notes.FILED);
        } else if (children == 1) {
            tree.mask(node, mask & Notes.FILED | bit(segment(nodes.get(node, NodeSlab.XOR))));
        } else if (segment <= SegmentTable.HASH) {
            tree.mask(node, mask & ~bit(segment));
        }
    }

    private int parent(int node) {
        return nodes.chunk(node)[NodeSlab.base(node) + NodeSlab.PARENT];
    }

    private int segment(int node) {
        return nodes.chunk(node)[NodeSlab.base(node) + NodeSlab.SEGMENT];
    }

    private void drop(int node, boolean withEdge) {
        live--;
        gone(node);
        tree.retire(node, withEdge);
    }

    private void moved(int before, int after) {
        for (int i = 0; i < sweeps.size(); i++) {
            sweeps.get(i).moved(before, after);
        }
    }

    private void gone(int node) {
        for (int i = 0; i < sweeps.size(); i++) {
            sweeps.get(i).gone(node);
        }
    }
}
