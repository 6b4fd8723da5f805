package io.mpreg.engine.topic;

import java.util.Arrays;

/**
 * Changes the tree.
 *
 * <p>The shape of the tree depends on the set of patterns alone, not on how it came about: where no
 * more than {@link NodeSlab#LARGEST_BUNCH} patterns go through there is a leaf for each, side by
 * side, with the rest of it as its tail, unless the rest of one is too long for a tail. What
 * readers may be looking at is never rewritten: leaves that become more or fewer, or an inner node,
 * are new nodes that take the place of the others with one store.
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
    private final Bunch bunch;
    private final int[] path = new int[TopicGrammar.MAX_SEGMENTS];
    private final int[] tail = new int[NodeSlab.LONGEST_TAIL + 1];
    private int length;

    /** The inner nodes that the path goes through, and where it ends. */
    private final int[] way = new int[TopicGrammar.MAX_SEGMENTS + 1];

    private int depth;
    private int end;
    private int found;
    private int live = 1;

    /** Those who have to know what moves. */
    final Sweeps sweeps = new Sweeps();

    TreeEditor(Tree tree) {
        this.tree = tree;
        this.nodes = tree.nodes;
        this.bunch = new Bunch(tree, sweeps);
    }

    /** How many nodes lead to patterns, the root included. */
    int live() {
        return live;
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
        Change change = insert(value);
        if (change != Change.PATTERN) {
            release();
        }
        return change;
    }

    private Change delete(String pattern, Object value) {
        length = tree.segments.find(pattern, path);
        Object there = find() ? nodes.filed(found) : null;
        if (there == null || !Tree.holds(there, value)) {
            return Change.NOTHING;
        }
        if (there instanceof Members members) {
            members.remove(value);
            if (members.size() == 1) {
                nodes.file(found, members.any());
            }
            return Change.VALUE;
        }
        // The segments' numbers must outlive their last edge.
        prune();
        release();
        return Change.PATTERN;
    }

    boolean contains(String pattern, Object value) {
        length = tree.segments.find(pattern, path);
        return find() && Tree.holds(nodes.filed(found), value);
    }

    private void release() {
        for (int i = 0; i < length; i++) {
            tree.release(path[i]);
        }
    }

    // ---- finding

    /**
     * Goes along the path as far as there are nodes: to an inner node, which may be the last but a
     * '#', or to leaves.
     */
    private void walk() {
        depth = 0;
        way[0] = Tree.ROOT;
        end = Tree.ROOT;
        while (depth < length && !endless()) {
            end = path[depth] < 0 ? 0 : tree.child(way[depth], path[depth]);
            if (end == 0 || Tree.isLeaf(end)) {
                return;
            }
            way[++depth] = end;
        }
    }

    /** Whether nothing but a '#' is left of the path. */
    private boolean endless() {
        return depth == length - 1 && path[depth] == SegmentTable.HASH;
    }

    /** Whether the pattern is there; its end is in {@code found}. */
    private boolean find() {
        walk();
        if (end == 0) {
            return false;
        }
        if (Tree.isLeaf(end)) {
            found = leaf(end, depth + 1);
            return found != 0;
        }
        found = endless() ? Ends.endless(end) : end;
        return tree.ends(found);
    }

    /** The one of some leaves that has the rest of the path as its tail; or 0. */
    private int leaf(int leaves, int at) {
        int first = leaves & Tree.NODE;
        for (int i = 0; i < Tree.count(leaves); i++) {
            int rest = nodes.tail(first + i, tail, 0);
            if (rest == length - at && Arrays.equals(tail, 0, rest, path, at, length)) {
                return first + i;
            }
        }
        return 0;
    }

    // ---- growing

    private Change insert(Object value) {
        if (find()) {
            return file(found, value);
        }
        int rest = length - depth - 1;
        if (end != 0 && Tree.isLeaf(end)) {
            int count = Tree.count(end);
            if (count == NodeSlab.LARGEST_BUNCH || rest > NodeSlab.LONGEST_TAIL) {
                burst(value);
            } else {
                grow(value);
            }
        } else if (end != 0) {
            fileFirst(found, value);
        } else {
            branch(value);
        }
        for (int i = 0; i <= depth; i++) {
            patterns(way[i], 1);
        }
        return Change.PATTERN;
    }

    /** Makes what leads along the rest of the path from the last node of the way. */
    private void branch(Object value) {
        int at = depth;
        int last = at;
        while (length - last - 1 > NodeSlab.LONGEST_TAIL) {
            last++;
        }
        int parent = last == at ? way[at] : 0;
        int[] between = new int[last - at];
        for (int i = 0; i < between.length; i++) {
            between[i] = tree.inner(i == 0 ? way[at] : between[i - 1], path[at + i]);
            patterns(between[i], 1);
            live++;
            parent = between[i];
        }
        bunch.begin(parent, path[last]);
        bunch.add(path, last + 1, length, value);
        int child = written();
        for (int i = between.length - 1; i >= 0; i--) {
            tree.link(between[i], path[at + i + 1], child);
            child = between[i];
        }
        tree.link(way[at], path[at], child);
    }

    /** Puts the rest of the path beside the leaves where it ends. */
    private void grow(Object value) {
        bunch.begin(way[depth], path[depth]);
        bunch.addAll(end);
        bunch.add(path, depth + 1, length, value);
        replace(written());
    }

    private int written() {
        int leaves = bunch.write();
        live += Tree.count(leaves);
        return leaves;
    }

    /** Puts something else where the path ends. */
    private void replace(int after) {
        tree.relink(way[depth], path[depth], end, after);
        drop(end, false);
    }

    /** Makes an inner node of leaves of which there would be too many, and goes on from there. */
    private void burst(Object value) {
        int before = end;
        int inner = tree.inner(way[depth], path[depth]);
        move(inner);
        live++;
        int first = before & Tree.NODE;
        int count = Tree.count(before);
        patterns(inner, count);
        for (int i = 0; i < count; i++) {
            int rest = nodes.tail(first + i, tail, 0);
            if (rest == 0) {
                move(first + i, inner);
            } else if (rest == 1 && tail[0] == SegmentTable.HASH) {
                move(first + i, Ends.endless(inner));
            } else if (isFirst(first, i, tail[0])) {
                tree.link(inner, tail[0], gather(inner, first + i, first + count, tail[0]));
            }
        }
        int parent = way[depth];
        int segment = path[depth];
        way[++depth] = inner;
        end = depth < length && !endless() ? tree.child(inner, path[depth]) : inner;
        if (end == 0) {
            branch(value);
        } else if (end == inner) {
            fileFirst(endless() ? Ends.endless(inner) : inner, value);
        } else {
            insertBelow(value);
        }
        tree.relink(parent, segment, before, inner);
        drop(before, false);
    }

    /** Tells those who begin below an inner node that patterns move there, or from there. */
    private void move(int inner) {
        if (tree.isPassed(inner)) {
            tree.levels.move();
        }
    }

    /** Lets the pattern of a leaf end at an inner node that nothing leads to yet. */
    private void move(int leaf, int end) {
        fileFirst(end, filed(leaf));
        sweeps.moved(leaf, end);
    }

    /** Adds to leaves below an inner node that nothing leads to yet. */
    private void insertBelow(Object value) {
        int count = Tree.count(end);
        if (count == NodeSlab.LARGEST_BUNCH || length - depth - 1 > NodeSlab.LONGEST_TAIL) {
            burst(value);
        } else {
            grow(value);
        }
    }

    /** Whether none of the leaves before has that segment first in its tail. */
    private boolean isFirst(int first, int index, int segment) {
        for (int i = first; i < first + index; i++) {
            if (begins(i, segment)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a leaf's tail begins with a segment, and is not that of an endless one. */
    private boolean begins(int leaf, int segment) {
        int rest = NodeSlab.tail(nodes.get(leaf, NodeSlab.HEAD));
        return rest > (segment == SegmentTable.HASH ? 1 : 0) && nodes.tail(leaf, 0) == segment;
    }

    /** The leaves one step further below, of those whose tails begin with a segment. */
    private int gather(int parent, int from, int to, int segment) {
        bunch.begin(parent, segment);
        for (int i = from; i < to; i++) {
            if (begins(i, segment)) {
                int rest = nodes.tail(i, tail, 0);
                bunch.move(i, tail, 1, rest);
            }
        }
        return written();
    }

    /** Files the first value at an inner node's end. */
    private void fileFirst(int end, Object value) {
        int node = Ends.node(end);
        boolean endless = Ends.isEndless(end);
        int info = nodes.get(node, NodeSlab.INFO);
        nodes.file(end, value);
        nodes.set(node, NodeSlab.INFO, info | (endless ? NodeSlab.ENDLESS : NodeSlab.FILED));
        tree.mask(node, nodes.mask(node) | (endless ? Notes.ENDLESS : Notes.FILED));
    }

    /** Files nothing at an inner node's end any more. */
    private void fileNone(int end) {
        int node = Ends.node(end);
        boolean endless = Ends.isEndless(end);
        int info = nodes.get(node, NodeSlab.INFO);
        nodes.set(node, NodeSlab.INFO, info & ~(endless ? NodeSlab.ENDLESS : NodeSlab.FILED));
        tree.mask(node, nodes.mask(node) & ~(endless ? Notes.ENDLESS : Notes.FILED));
        nodes.file(end, null);
        sweeps.gone(end);
    }

    private Change file(int end, Object value) {
        Object there = filed(end);
        if (there instanceof Members members) {
            return members.add(value) ? Change.VALUE : Change.NOTHING;
        }
        if (there.equals(value)) {
            return Change.NOTHING;
        }
        Members members = new Members();
        members.add(there);
        members.add(value);
        nodes.file(end, members);
        return Change.VALUE;
    }

    private Object filed(int end) {
        Object filed = nodes.filed(end);
        if (filed == null) {
            throw new IllegalStateException("nothing is filed at node " + Ends.node(end));
        }
        return filed;
    }

    private void patterns(int inner, int more) {
        nodes.set(inner, NodeSlab.PATTERNS, nodes.get(inner, NodeSlab.PATTERNS) + more);
    }

    // ---- shrinking

    /** Takes out what was found. */
    private void prune() {
        for (int i = 0; i <= depth; i++) {
            patterns(way[i], -1);
        }
        if (!Tree.isLeaf(end)) {
            fileNone(found);
        } else if (Tree.count(end) == 1) {
            tree.unlink(way[depth], path[depth], end);
            drop(end, false);
        } else {
            replace(without(end, found));
        }
        tidy();
    }

    /** The others of some leaves. */
    private int without(int before, int leaf) {
        bunch.begin(way[depth], path[depth]);
        int first = before & Tree.NODE;
        for (int i = first; i < first + Tree.count(before); i++) {
            if (i != leaf) {
                bunch.add(i);
            }
        }
        return written();
    }

    /** Restores the shape along the way upwards after something was lost. */
    private void tidy() {
        for (int i = depth; i > 0; i--) {
            int node = way[i];
            int count = nodes.get(node, NodeSlab.PATTERNS);
            if (count == 0) {
                tree.unlink(way[i - 1], path[i - 1], node);
                drop(node, false);
            } else if (count <= NodeSlab.LARGEST_BUNCH && areShort(nodes.children(node))) {
                merge(way[i - 1], path[i - 1], node);
            } else {
                return;
            }
        }
    }

    /** Whether all children are leaves whose tails can become longer. */
    private boolean areShort(Children children) {
        for (int i = 0; i < children.count(); i++) {
            int child = children.get(i);
            if (!Tree.isLeaf(child)) {
                return false;
            }
            int first = child & Tree.NODE;
            for (int leaf = first; leaf < first + Tree.count(child); leaf++) {
                if (NodeSlab.tail(nodes.get(leaf, NodeSlab.HEAD)) == NodeSlab.LONGEST_TAIL) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Puts leaves in the place of an inner node and its children. */
    private void merge(int parent, int segment, int node) {
        move(node);
        bunch.begin(parent, segment);
        if (tree.ends(node)) {
            bunch.move(node, tail, 0, 0);
        }
        int endless = Ends.endless(node);
        if (tree.ends(endless)) {
            tail[0] = SegmentTable.HASH;
            bunch.move(endless, tail, 0, 1);
        }
        Children children = nodes.children(node);
        for (int i = 0; i < children.count(); i++) {
            int child = children.get(i);
            int from = child & Tree.NODE;
            for (int leaf = from; leaf < from + Tree.count(child); leaf++) {
                tail[0] = nodes.segment(leaf);
                int rest = 1 + nodes.tail(leaf, tail, 1);
                bunch.move(leaf, tail, 0, rest);
            }
        }
        tree.relink(parent, segment, node, written());
        for (int i = 0; i < children.count(); i++) {
            drop(children.get(i), true);
        }
        drop(node, false);
    }

    // ---- what others have to know

    private void drop(int reference, boolean withEdge) {
        live -= Tree.count(reference);
        gone(reference & Tree.NODE, Tree.count(reference));
        tree.retire(reference, withEdge);
    }

    private void gone(int first, int count) {
        for (int node = first; node < first + count; node++) {
            sweeps.gone(node);
        }
    }
}
