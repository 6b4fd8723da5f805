package io.mpreg.engine.topic;

/**
 * Where patterns end, as a number: a leaf, an inner node, or an inner node and the '#' that follows
 * it. Such a '#' has neither an edge nor a leaf, as long as nothing follows it.
 *
 * <p><b>Threads.</b> Without state.
 */
final class Ends {

    private static final int ENDLESS = 1 << 28;

    private Ends() {}

    /** The end of what leads to an inner node and goes on with nothing but a '#'. */
    static int endless(int node) {
        return node | ENDLESS;
    }

    static boolean isEndless(int end) {
        return (end & ENDLESS) != 0;
    }

    static int node(int end) {
        return end & Tree.NODE;
    }

    /** A number that orders ends by their nodes, without gaps. */
    static int rank(int end) {
        return node(end) << 1 | (isEndless(end) ? 1 : 0);
    }

    /** The end of a rank. */
    static int ranked(int rank) {
        int node = rank >>> 1;
        return (rank & 1) == 0 ? node : endless(node);
    }
}
