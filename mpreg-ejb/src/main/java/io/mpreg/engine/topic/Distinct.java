package io.mpreg.engine.topic;

import java.util.Arrays;

/**
 * Tells nodes apart by the pattern that ends there, for the case that one has moved to another node
 * and was met at both.
 *
 * <p><b>Threads.</b> One at a time; makes no garbage once its arrays have grown.
 */
final class Distinct {

    private static final int SMALLEST = 32;
    private static final int KEPT = 1 << 12;

    private final Tree tree;
    private final int[] path = new int[TopicGrammar.MAX_SEGMENTS + 1];
    private final int[] other = new int[TopicGrammar.MAX_SEGMENTS + 1];
    private int[] cells = new int[SMALLEST];

    Distinct(Tree tree) {
        this.tree = tree;
    }

    /** Begins with no nodes, of which there will be that many at most. */
    void clear(int count) {
        if (cells.length < count * 2 || cells.length > KEPT) {
            cells = new int[Math.max(SMALLEST, Integer.highestOneBit(count) * 4)];
        } else {
            Arrays.fill(cells, 0);
        }
    }

    /** Whether no node with that pattern was added before. */
    boolean add(int node) {
        int length = tree.path(node, path);
        long hash = 0;
        for (int i = 0; i < length; i++) {
            hash = SlotTable.hash(hash ^ path[i]);
        }
        int at = (int) hash & cells.length - 1;
        while (cells[at] != 0) {
            int same = tree.path(cells[at], other);
            if (Arrays.equals(path, 0, length, other, 0, same)) {
                return false;
            }
            at = at + 1 & cells.length - 1;
        }
        cells[at] = node;
        return true;
    }
}
