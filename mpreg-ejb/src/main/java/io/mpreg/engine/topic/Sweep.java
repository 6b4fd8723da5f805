package io.mpreg.engine.topic;

import java.util.HashSet;
import java.util.Set;

/**
 * A walk over all {@link Ends ends} in the order of their nodes' ids, in short steps between which
 * the tree changes. It keeps track of patterns that move meanwhile, so that each is met once.
 *
 * <p><b>Threads.</b> One at a time: guarded by the lock of the table.
 */
final class Sweep {

    private final Set<Integer> again = new HashSet<>();
    private final Set<Integer> never = new HashSet<>();

    /** The rank of the end that comes next. */
    private int cursor = Ends.rank(Tree.ROOT);

    /** A pattern has another end now. */
    void moved(int before, int after) {
        int from = Ends.rank(before);
        int to = Ends.rank(after);
        boolean pending = from >= cursor ? !never.remove(from) : again.remove(from);
        if (pending && to < cursor) {
            again.add(to);
        } else if (!pending && to >= cursor) {
            never.add(to);
        }
    }

    /** No pattern has that end any more. */
    void gone(int end) {
        again.remove(Ends.rank(end));
        never.remove(Ends.rank(end));
    }

    /**
     * The next end, whether or not a pattern has it.
     *
     * @param bound no node has this id or a higher one
     * @return 0 if there is no more
     */
    int next(int bound) {
        while (cursor < bound << 1) {
            int rank = cursor++;
            if (!never.remove(rank)) {
                return Ends.ranked(rank);
            }
        }
        if (again.isEmpty()) {
            return 0;
        }
        int rank = again.iterator().next();
        again.remove(rank);
        return Ends.ranked(rank);
    }
}
