package io.mpreg.engine.topic;

import java.util.HashSet;
import java.util.Set;

/**
 * A walk over all nodes in the order of their ids, in short steps between which the tree changes.
 * It keeps track of patterns that move to other nodes meanwhile, so that each is met once.
 *
 * <p><b>Threads.</b> One at a time: guarded by the lock of the table.
 */
final class Sweep {

    private final Set<Integer> again = new HashSet<>();
    private final Set<Integer> never = new HashSet<>();
    private int cursor = Tree.ROOT;

    /** A pattern is at another node now. */
    void moved(int before, int after) {
        boolean pending = before >= cursor ? !never.remove(before) : again.remove(before);
        if (pending && after < cursor) {
            again.add(after);
        } else if (!pending && after >= cursor) {
            never.add(after);
        }
    }

    /** There is no pattern at a node any more. */
    void gone(int node) {
        again.remove(node);
        never.remove(node);
    }

    /**
     * The next node, whether or not a pattern ends there.
     *
     * @return 0 if there is no more
     */
    int next(int bound) {
        while (cursor < bound) {
            int node = cursor++;
            if (!never.remove(node)) {
                return node;
            }
        }
        if (again.isEmpty()) {
            return 0;
        }
        int node = again.iterator().next();
        again.remove(node);
        return node;
    }
}
