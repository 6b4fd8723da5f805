package io.mpreg.engine.topic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Leaves that are to stand side by side at the end of one edge: collected first, and then written
 * with records as wide as they need.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Bunch {

    private final Tree tree;
    private final NodeSlab nodes;
    private final Sweeps sweeps;
    private final int[] rest = new int[NodeSlab.LONGEST_TAIL];

    /** The segments of a pattern: those that lead to the leaves, and the tail of one of them. */
    private final int[] path = new int[TopicGrammar.MAX_SEGMENTS + NodeSlab.LONGEST_TAIL + 1];

    private final int[][] tails = new int[NodeSlab.LARGEST_BUNCH][NodeSlab.LONGEST_TAIL];
    private final int[] lengths = new int[NodeSlab.LARGEST_BUNCH];
    private final @Nullable Object[] values = new Object[NodeSlab.LARGEST_BUNCH];

    /** The ends that the patterns had before; 0 for a new one. */
    private final int[] before = new int[NodeSlab.LARGEST_BUNCH];

    private int count;
    private int parent;
    private int depth;

    /** All numbers of segments, one over the other, and the length of the longest tail. */
    private int numbers;

    private int longest;

    Bunch(Tree tree, Sweeps sweeps) {
        this.tree = tree;
        this.nodes = tree.nodes;
        this.sweeps = sweeps;
    }

    /** Begins with no leaves for an edge. */
    void begin(int parent, int segment) {
        this.parent = parent;
        depth = tree.path(parent, path);
        path[depth++] = segment;
        count = 0;
        numbers = 0;
        for (int i = 0; i < depth; i++) {
            numbers |= path[i];
        }
        longest = 0;
    }

    /** Adds a new pattern, whose rest is part of a path. */
    void add(int[] path, int from, int to, Object filed) {
        add(path, from, to, filed, 0);
    }

    /** Adds all of some leaves as they are. */
    void addAll(int leaves) {
        int first = leaves & Tree.NODE;
        for (int leaf = first; leaf < first + Tree.count(leaves); leaf++) {
            add(leaf);
        }
    }

    /** Adds a leaf as it is. */
    void add(int leaf) {
        move(leaf, rest, 0, nodes.tail(leaf, rest, 0));
    }

    /** Adds the pattern that has an end, with another tail. */
    void move(int end, int[] path, int from, int to) {
        Object filed = nodes.filed(end);
        if (filed == null) {
            throw new IllegalStateException("nothing is filed at node " + Ends.node(end));
        }
        add(path, from, to, filed, end);
    }

    private void add(int[] path, int from, int to, Object filed, int end) {
        int length = to - from;
        System.arraycopy(path, from, tails[count], 0, length);
        for (int i = from; i < to; i++) {
            numbers |= path[i];
        }
        longest = Math.max(longest, length);
        lengths[count] = length;
        values[count] = filed;
        before[count++] = end;
    }

    /** Writes the leaves, which nothing leads to yet; a reference to them. */
    int write() {
        int first = nodes.leaves(count, numbers, depth + longest);
        for (int i = 0; i < count; i++) {
            Object filed = values[i];
            if (filed != null) {
                System.arraycopy(tails[i], 0, path, depth, lengths[i]);
                nodes.leaf(first + i, parent, path, depth, depth + lengths[i], filed);
            }
            if (before[i] != 0) {
                sweeps.moved(before[i], first + i);
            }
        }
        Arrays.fill(values, 0, count, null);
        return Tree.leaves(first, count);
    }
}
