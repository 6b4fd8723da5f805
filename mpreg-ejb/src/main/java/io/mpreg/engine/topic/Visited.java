package io.mpreg.engine.topic;

import java.util.Arrays;

/** A set of node ids that is emptied often and makes no garbage. For one thread. */
final class Visited {

    private static final int SMALLEST = 64;
    private static final int KEPT = 1 << 12;

    private int[] cells = new int[SMALLEST];
    private int size;

    boolean add(int node) {
        if (size * 2 >= cells.length) {
            grow();
        }
        if (!put(cells, node)) {
            return false;
        }
        size++;
        return true;
    }

    void clear() {
        if (size > 0) {
            if (cells.length > KEPT) {
                cells = new int[SMALLEST];
            } else {
                Arrays.fill(cells, 0);
            }
            size = 0;
        }
    }

    private static boolean put(int[] cells, int node) {
        int at = node * 0x9E3779B9 >>> 8 & cells.length - 1;
        while (cells[at] != 0) {
            if (cells[at] == node) {
                return false;
            }
            at = at + 1 & cells.length - 1;
        }
        cells[at] = node;
        return true;
    }

    private void grow() {
        int[] more = new int[cells.length * 2];
        for (int node : cells) {
            if (node != 0) {
                put(more, node);
            }
        }
        cells = more;
    }
}
