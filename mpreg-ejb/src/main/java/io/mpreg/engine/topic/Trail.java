package io.mpreg.engine.topic;

import java.util.Arrays;

/**
 * The edges that a match has come to, in the order in which it looks at them, each with the one
 * before: at once its queue and the way back by which what it finds is proven.
 *
 * <p>A match follows an edge as soon as a slot looks like it. Whether every edge really was the one
 * looked for is asked only where something is found at the end.
 *
 * <pre>
 * link     63 ... 32         31 ... 12   11       10      9 ... 4   3       2       1, 0
 *          the edge before   stars       PASSED   FIRST   taken     AGAIN   BELOW   kind
 * </pre>
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Trail {

    /** The kind of an edge. */
    static final int KIND = 3;

    static final int LITERAL = 0;
    static final int STAR = 1;
    static final int HASH = 2;

    /** It is, or is below, an edge '#'. */
    static final int BELOW = 1 << 2;

    /** The edge '#' has been followed before, and is for one more segment now. */
    private static final int AGAIN = 1 << 3;

    /** A match began with it, so the edge before is not known; see {@link Levels}. */
    private static final int FIRST = 1 << 10;

    /** Nothing that a segment leads to from here has to be met: the match began further below. */
    static final int PASSED = 1 << 11;

    /** Which of the first segments of the way were taken by '*'. */
    private static final int STARS = 12;

    private static final int ALL_STARS = -1 << STARS;

    /** What an edge hands on to those that follow. */
    private static final int HANDED_ON = ALL_STARS | BELOW;

    private static final int TAKEN = 4;
    private static final int MOST_TAKEN = (1 << 6) - 1;
    private static final int ORIGIN = 32;

    private static final int SMALL = 64;
    private static final int KEPT = 1 << 12;

    private final Tree tree;
    private final NodeSlab nodes;
    private final SegmentTable segments;

    /**
     * What was read where an edge was looked for, the edge's mark, and its link. One that need not
     * be looked at when its turn comes has a slot that says that others are like it.
     */
    long[] slots = new long[SMALL];

    long[] marks = new long[SMALL];
    long[] links = new long[SMALL];

    Trail(Tree tree) {
        this.tree = tree;
        this.nodes = tree.nodes;
        this.segments = tree.segments;
    }

    /**
     * Begins at the root.
     *
     * @param passed whether only its '#' is of interest
     */
    void begin(boolean passed) {
        slots[0] = SlotTable.slot(Tree.ROOT, nodes.mask(Tree.ROOT));
        marks[0] = nodes.mark(Tree.ROOT);
        links[0] = link(0, 0, passed ? PASSED : 0);
    }

    /** The link of an edge with which a match begins. */
    static long first(int shape, boolean passed) {
        int flags = passed ? FIRST | PASSED : FIRST;
        return link(0, Levels.taken(shape), Levels.stars(shape) << STARS | flags);
    }

    /** The link of an edge for a segment of the topic, taken after another. */
    static long onward(int edge, long link) {
        return link(edge, taken(link) + 1, (int) link & HANDED_ON);
    }

    /** The same for an edge '*', after so many segments. */
    static long star(long onward, int taken) {
        return onward | STAR | 1L << STARS + taken & ALL_STARS & 0xFFFFFFFFL;
    }

    /** Which of the first segments of the way to an edge were taken by '*'; the lowest first. */
    static int stars(long link) {
        return (int) link >>> STARS;
    }

    /**
     * What is known of an edge beside its slot and mark.
     *
     * @param origin the index of the edge before
     * @param taken how many segments of the topic have been taken with it
     * @param flags its kind, and perhaps {@link #BELOW}
     */
    static long link(int origin, int taken, int flags) {
        return (long) origin << ORIGIN | (taken << TAKEN | flags) & 0xFFFFFFFFL;
    }

    /** The link of the same edge '#' for the next segment. */
    static long again(long link) {
        return (link | AGAIN) + (1 << TAKEN);
    }

    static boolean isAgain(long link) {
        return (link & AGAIN) != 0;
    }

    /** How many segments of the topic have been taken with an edge. */
    static int taken(long link) {
        return (int) link >>> TAKEN & MOST_TAKEN;
    }

    static int origin(long link) {
        return (int) (link >>> ORIGIN);
    }

    static int kind(long link) {
        return (int) link & KIND;
    }

    /** The node, or the first of the leaves, to which an edge leads. */
    int node(int edge) {
        return SlotTable.id(slots[edge]) & Tree.NODE;
    }

    /** The node that an edge leaves; 0 if the match began with it. */
    int before(int edge) {
        long link = links[edge];
        return (link & FIRST) == 0 ? node(origin(link)) : 0;
    }

    /** Whether an edge, and all before it, are what they seemed to be. */
    boolean proven(int edge, TopicName topic) {
        for (int i = edge; i > 0; i = origin(links[i])) {
            if (!leads(i, topic, node(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether an edge leads to a node. */
    boolean leads(int edge, TopicName topic, int child) {
        long link = links[edge];
        return (link & FIRST) == 0
                ? leads(link, topic, child)
                : tree.leads(topic, taken(link), stars(link), child);
    }

    private boolean leads(long link, TopicName topic, int child) {
        int[] chunk = nodes.chunk(child);
        int base = NodeSlab.base(child);
        int segment = NodeSlab.segment(chunk, base, child);
        int kind = kind(link);
        return NodeSlab.parent(chunk, base) == node(origin(link))
                && (kind == LITERAL
                        ? segments.is(segment, topic, taken(link) - 1)
                        : segment == kind);
    }

    /** Makes room for some more edges after so many. */
    void room(int count, int more) {
        if (count + more > slots.length) {
            slots = Arrays.copyOf(slots, count * 2);
            marks = Arrays.copyOf(marks, count * 2);
            links = Arrays.copyOf(links, count * 2);
        }
    }

    /** Lets go of arrays that are larger than most topics need. */
    void trim() {
        if (slots.length > KEPT) {
            slots = new long[SMALL];
            marks = new long[SMALL];
            links = new long[SMALL];
        }
    }
}
