package io.mpreg.engine.topic;

import java.util.Arrays;

/**
 * The {@link Ends ends} that a match has come to: first those that may be found, until what is to
 * be compared has come from the memory, then those that are.
 *
 * <p>Below an edge '#' a node can be reached several times; only there, and only for further '#',
 * has anything to be remembered so that nothing is found twice.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Candidates {

    private static final int SMALL = 64;
    private static final int KEPT = 1 << 12;

    private final NodeSlab nodes;
    private final Trail trail;
    private final Tails tails;
    private final Distinct distinct;
    private final Visited visited = new Visited();

    /** Edges to leaves, or the complement of one to a node where patterns end with a '#'. */
    private int[] waiting = new int[SMALL];

    private int waits;
    private int[] found = new int[SMALL];
    private int count;
    private int below;

    /** Depends on what was only read so that it comes; else it would not be read. */
    private int touched;

    Candidates(Tree tree, Trail trail, Tails tails) {
        this.nodes = tree.nodes;
        this.trail = trail;
        this.tails = tails;
        this.distinct = new Distinct(tree);
    }

    void clear() {
        waits = 0;
        count = 0;
        below = 0;
        visited.clear();
    }

    /** Whether a node is reached for the first time. */
    boolean visit(int node) {
        return visited.add(node);
    }

    /** Keeps an edge to leaves of which some may match. */
    void await(int edge, int leaves) {
        touched += nodes.touch(trail.node(edge), leaves);
        put(edge);
    }

    /** Keeps a node where patterns end with a '#'. */
    void awaitEndless(int edge) {
        touched += nodes.touchInner(trail.node(edge));
        put(~edge);
    }

    private void put(int edge) {
        if (waits == waiting.length) {
            waiting = Arrays.copyOf(waiting, waits * 2);
        }
        waiting[waits++] = edge;
    }

    /**
     * Finds those that match.
     *
     * @return false if an edge on the way only looked like the one looked for
     */
    boolean check(TopicName topic) {
        for (int i = 0; i < waits; i++) {
            int edge = waiting[i];
            if (!(edge < 0 ? checkEndless(topic, ~edge) : checkLeaves(topic, edge))) {
                return false;
            }
        }
        return true;
    }

    private boolean checkLeaves(TopicName topic, int edge) {
        long slot = trail.slots[edge];
        long link = trail.links[edge];
        int first = SlotTable.id(slot) & Tree.NODE;
        int leaves = Notes.leaves(SlotTable.note(slot));
        int at = Trail.taken(link);
        int[] chunk = nodes.chunk(first);
        boolean hash = Trail.kind(link) == Trail.HASH;
        if (NodeSlab.narrow(first) != 0 && !hash && !isBelow(edge)) {
            int stars = Trail.stars(link);
            int parent = trail.before(edge);
            int n = tails.sift(chunk, first, leaves, topic, at);
            for (int i = 0; i < n; i++) {
                int leaf = tails.candidate(i);
                if (tails.matchWhole(chunk, leaf, parent, topic, at, stars)) {
                    keep(leaf, false);
                }
            }
            return true;
        }
        for (int leaf = first; leaf < first + leaves; leaf++) {
            if (tails.match(chunk, leaf, topic, at, hash)) {
                boolean several = hash || Tails.hasHash(chunk, leaf);
                if (!(several ? findOnce(leaf, edge, topic) : find(leaf, edge, topic))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean checkEndless(TopicName topic, int edge) {
        return findOnce(Ends.endless(trail.node(edge)), edge, topic);
    }

    /**
     * Finds an end.
     *
     * @return false if an edge on the way there only looked like the one looked for
     */
    boolean find(int end, int edge, TopicName topic) {
        boolean proven = trail.proven(edge, topic);
        if (proven) {
            keep(end, isBelow(edge));
        }
        return proven;
    }

    /** The same for an end that is met several times below an edge '#'. */
    private boolean findOnce(int end, int edge, TopicName topic) {
        boolean proven = trail.proven(edge, topic);
        boolean isBelow = isBelow(edge);
        if (proven && (!isBelow || visited.add(end))) {
            keep(end, isBelow);
        }
        return proven;
    }

    private boolean isBelow(int edge) {
        return (trail.links[edge] & Trail.BELOW) != 0;
    }

    private void keep(int end, boolean isBelow) {
        if (isBelow) {
            below++;
        }
        if (count == found.length) {
            found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = end;
    }

    int count() {
        return count;
    }

    /** An end that was found. */
    int found(int index) {
        return found[index];
    }

    /** Whether some might have been found twice, had the tree changed meanwhile. */
    boolean mayRepeat() {
        return below > 1;
    }

    /*
     * Below an edge '#' an edge is followed several times, and may lead to another node each time if
     * the tree changes meanwhile.
     */
    void removeDoubles() {
        distinct.clear(count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (distinct.add(found[i])) {
                found[kept++] = found[i];
            }
        }
        count = kept;
    }

    /** Lets go of arrays that are larger than most topics need. */
    void trim() {
        if (found.length > KEPT) {
            found = new int[SMALL];
        }
        if (waiting.length > KEPT) {
            waiting = new int[SMALL];
        }
    }
}
