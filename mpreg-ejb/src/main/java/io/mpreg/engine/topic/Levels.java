package io.mpreg.engine.topic;

/**
 * Where a match begins: not at the root, but at edges a few levels below it, as most of the nodes
 * above them only lead there.
 *
 * <pre>
 * An edge near the root has a shape: which of the segments up to it are '*'. Shapes are numbered
 * like the nodes of a binary heap: 1 is the root, and from shape s a literal leads to 2s and a '*'
 * to 2s + 1. The mark of an edge depends on the way only, so a match knows those of all shapes
 * beforehand, and need not look at the edges between (level compression: Nilsson and Karlsson,
 * IP-Address Lookup Using LC-Tries, 1999).
 * </pre>
 *
 * It begins with the edges of all shapes at some depth; and above it, with those to something that
 * it must not miss: leaves, a node where a pattern ends, or one that a '#' follows.
 *
 * <p>While patterns move from one level to another, and as long as edges are kept for readers on
 * their way, a match begins at the root. One that has begun otherwise before sees that the version
 * is another one.
 *
 * <p><b>Threads.</b> One thread at a time changes it; any number read it meanwhile.
 */
final class Levels {

    /** The shape of the root. */
    static final int ROOT = 1;

    /** How many levels can be passed over. */
    private static final int DEEPEST = 3;

    /** How many shapes there are. */
    static final int SHAPES = 2 << DEEPEST;

    /** With how many edges a match begins at most: more cost more than they spare. */
    private static final int MOST = 8;

    /** Where in {@link #chosen} the depth is. */
    private static final int DEPTH = 16;

    private final int[] edges = new int[SHAPES];
    private final int[] stops = new int[SHAPES];
    private int kept;
    private boolean moving;
    private int version;

    /** The shapes to begin with, and how deep they are, or 0: {@link #publish} compares them. */
    private int published = chosen();

    private volatile Start start = at(published);

    // ---- what readers use

    /** Where a match that begins now is to begin. */
    Start start() {
        return start;
    }

    /** How many segments lead to an edge of a shape. */
    static int taken(int shape) {
        return Integer.SIZE - 1 - Integer.numberOfLeadingZeros(shape);
    }

    /** Which of the segments that lead to an edge of a shape are '*', as bits; the lowest first. */
    static int stars(int shape) {
        return Integer.reverse(shape) >>> -taken(shape);
    }

    /** Whether the first segment that leads to an edge of a shape is a '*'. */
    static boolean beginsWithStar(int shape) {
        return (shape >>> taken(shape) - 1 & 1) != 0;
    }

    /** Whether a match that began there has missed nothing, and seen nothing twice. */
    boolean unmoved(Start begun) {
        return begun.depth() == 0 || start.version() == begun.version();
    }

    /** The marks of the edges of all shapes, as far as that many segments of a topic. */
    static void marks(long root, TopicName topic, int segments, long[] marks) {
        marks[ROOT] = root;
        long key = topic.key(0);
        branch(marks, ROOT, key);
        if (segments > 1) {
            key = topic.key(1);
            branch(marks, 2, key);
            branch(marks, 3, key);
        }
        if (segments > 2) {
            key = topic.key(2);
            branch(marks, 4, key);
            branch(marks, 5, key);
            branch(marks, 6, key);
            branch(marks, 7, key);
        }
    }

    private static void branch(long[] marks, int shape, long key) {
        long mark = marks[shape];
        marks[2 * shape] = SlotTable.mark(mark, key);
        marks[2 * shape + 1] = SlotTable.mark(mark, SegmentKeys.STAR);
    }

    // ---- what the writer uses

    /** The shape of an edge; 0 if it is too far below, or the one that it follows has none. */
    static int shape(int before, int segment) {
        int shape = before * 2 + (segment == SegmentTable.STAR ? 1 : 0);
        return before == 0 || segment == SegmentTable.HASH || shape >= SHAPES ? 0 : shape;
    }

    /** Whether nodes that edges of a shape lead to are passed over. */
    static boolean isPassed(int shape) {
        return shape > 0 && shape < SHAPES / 2;
    }

    /** Says, before there is an edge, that there will be. */
    void link(int shape, boolean stop) {
        count(edges, shape, 1);
        count(stops, shape, stop ? 1 : 0);
    }

    /** Says that there is no such edge any more. */
    void unlink(int shape, boolean stop) {
        count(edges, shape, -1);
        count(stops, shape, stop ? -1 : 0);
    }

    /** Says, before an edge of a shape leads to something not to be missed, that it will. */
    void stop(int shape) {
        count(stops, shape, 1);
    }

    /** Says that an edge leads to nothing of that kind any more. */
    void pass(int shape) {
        count(stops, shape, -1);
    }

    /** Says, before patterns move from one level to another, that they do until {@link #rest}. */
    void move() {
        if (!moving) {
            moving = true;
            version++;
            publish();
        }
    }

    /** Says that no patterns move any more. */
    void rest() {
        if (moving) {
            moving = false;
            publish();
        }
    }

    /** Says that an edge that leads nowhere is kept for a while; see {@link #unlink}. */
    void keep() {
        kept++;
    }

    /** Says that one of those edges has gone. */
    void letGo() {
        kept--;
        publish();
    }

    private void count(int[] counts, int shape, int more) {
        if (shape == 0 || more == 0) {
            return;
        }
        int before = counts[shape];
        counts[shape] = before + more;
        if (before == 0 || before + more == 0) {
            publish();
        }
    }

    private void publish() {
        int now = chosen();
        if (now != published || version != start.version()) {
            published = now;
            start = at(now);
        }
    }

    private Start at(int chosen) {
        return chosen == 0
                ? Start.atRoot(version)
                : Start.below(version, chosen >>> DEPTH, chosen & (1 << DEPTH) - 1);
    }

    /** The depth and the shapes to begin with; 0 for the root. */
    private int chosen() {
        for (int depth = moving || kept > 0 ? 0 : DEEPEST; depth > 1; depth--) {
            int shapes = shapes(depth);
            if (Integer.bitCount(shapes) <= MOST) {
                return depth << DEPTH | shapes;
            }
        }
        return 0;
    }

    private int shapes(int depth) {
        int shapes = 0;
        for (int shape = ROOT; shape < 2 << depth; shape++) {
            int there = shape < 1 << depth ? stops[shape] : edges[shape];
            shapes |= there > 0 ? 1 << shape : 0;
        }
        return shapes;
    }
}
