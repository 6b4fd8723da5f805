package io.mpreg.engine.topic;

/**
 * Where a match begins: at the root, or at edges a few levels below it, as {@link Levels} finds
 * best.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class Start {

    private final int version;
    private final int depth;
    private final boolean root;

    /** The shapes of the edges; first those that begin with a '*'. */
    private final int[] shapes;

    private final int stars;

    /** What a {@link Trail} is to know of each edge. */
    private final long[] links;

    private Start(int version, int depth, boolean root, int[] shapes) {
        this.version = version;
        this.depth = depth;
        this.root = root;
        this.shapes = shapes;
        this.links = new long[shapes.length];
        int begin = 0;
        for (int i = 0; i < shapes.length; i++) {
            begin += Levels.beginsWithStar(shapes[i]) ? 1 : 0;
            links[i] = Trail.first(shapes[i], Levels.taken(shapes[i]) < depth);
        }
        this.stars = begin;
    }

    /** At the root, as if there were no levels to pass over. */
    static Start atRoot(int version) {
        return new Start(version, 0, true, new int[0]);
    }

    /**
     * Below the root.
     *
     * @param depth how many levels are passed over
     * @param shapes those of the edges to begin with, as bits; the root's, if something ends there
     */
    static Start below(int version, int depth, int shapes) {
        int edges = shapes & ~(1 << Levels.ROOT);
        int[] list = new int[Integer.bitCount(edges)];
        int n = 0;
        for (int star = 1; star >= 0; star--) {
            for (int rest = edges; rest != 0; rest &= rest - 1) {
                int shape = Integer.numberOfTrailingZeros(rest);
                if (Levels.beginsWithStar(shape) == (star == 1)) {
                    list[n++] = shape;
                }
            }
        }
        return new Start(version, depth, edges != shapes, list);
    }

    /** Which of the changes that move patterns was the last one before. */
    int version() {
        return version;
    }

    /** How many levels are passed over; 0 if none are. */
    int depth() {
        return depth;
    }

    /** Whether the root is to be looked at. */
    boolean root() {
        return root;
    }

    /**
     * How many edges there are to begin with.
     *
     * @param literals 0 if there is nothing below the literal that the topic begins with
     */
    int edges(int literals) {
        return literals == 0 ? stars : shapes.length;
    }

    int shape(int index) {
        return shapes[index];
    }

    long link(int index) {
        return links[index];
    }
}
