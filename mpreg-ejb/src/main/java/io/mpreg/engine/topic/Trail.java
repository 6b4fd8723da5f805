package io.mpreg.engine.topic;

import java.util.Arrays;

/**
 * The nodes that a match has come through, each with the one it came from: the way back, by which
 * what it finds is proven.
 *
 * <p>A match follows an edge as soon as a slot looks like it. Whether every edge really was the one
 * looked for is asked only where something is found at the end.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Trail {

    /** An edge to be followed: the index of the node that it leaves, and one of the kinds. */
    static final int INDEX = (1 << 29) - 1;

    static final int KIND = 3 << 29;
    static final int LITERAL = 0;
    static final int STAR = 1 << 29;
    static final int HASH = 2 << 29;

    /** In a node's word, beside the kind of the edge that led there: it is below an edge '#'. */
    static final int BELOW = 1 << 31;

    private static final int SMALL = 64;
    private static final int KEPT = 1 << 12;

    private final NodeSlab nodes;
    private final SegmentTable segments;

    private int[] words = new int[SMALL];
    private int[] notes = new int[SMALL];
    private long[] marks = new long[SMALL];

    /** The index of the node before; negative if all is proven up to here. */
    private int[] origins = new int[SMALL];

    /** How many segments of the topic had been taken. */
    private int[] taken = new int[SMALL];

    private int count;

    Trail(Tree tree) {
        this.nodes = tree.nodes;
        this.segments = tree.segments;
    }

    /** Begins at the root. */
    void begin() {
        words[0] = Tree.ROOT;
        notes[0] = nodes.mask(Tree.ROOT);
        marks[0] = nodes.mark(Tree.ROOT);
        origins[0] = -1;
        taken[0] = 0;
        count = 1;
    }

    /**
     * Goes to a node.
     *
     * @param word the node, the edge's kind, and perhaps {@link #BELOW}
     * @param note what is known about it
     * @param mark that of the edge which leads to it
     * @param origin the index of the node before
     * @param at how many segments of the topic have been taken
     * @return its index
     */
    int add(int word, int note, long mark, int origin, int at) {
        int index = count;
        if (index == words.length) {
            grow();
        }
        words[index] = word;
        notes[index] = note;
        marks[index] = mark;
        origins[index] = origin;
        taken[index] = at;
        count = index + 1;
        return index;
    }

    int word(int index) {
        return words[index];
    }

    int node(int index) {
        return words[index] & Tree.NODE;
    }

    int note(int index) {
        return notes[index];
    }

    long mark(int index) {
        return marks[index];
    }

    int taken(int index) {
        return taken[index];
    }

    /** Says that what a '#' leads to has been followed. */
    void followedHash(int index) {
        notes[index] = Notes.withoutHash(notes[index]);
    }

    /** Whether all the edges that led to a node are what they seemed to be. */
    boolean proven(int index, TopicName topic) {
        int i = index;
        while (origins[i] >= 0) {
            int origin = origins[i];
            int word = words[i];
            if (!leads(node(origin), word & KIND, topic, taken[i] - 1, word & Tree.NODE)) {
                return false;
            }
            i = origin;
        }
        origins[index] |= 1 << 31;
        return true;
    }

    /**
     * Whether an edge leads to a node.
     *
     * @param at the segment of the topic that a literal edge stands for
     */
    boolean leads(int node, int kind, TopicName topic, int at, int child) {
        int[] chunk = nodes.chunk(child);
        int base = NodeSlab.base(child);
        int segment = NodeSlab.segment(chunk, base, child);
        return NodeSlab.parent(chunk, base) == node
                && (kind == LITERAL ? segments.is(segment, topic, at) : segment == kind / STAR);
    }

    /** Lets go of arrays that are larger than most topics need. */
    void trim() {
        if (words.length > KEPT) {
            words = new int[SMALL];
            notes = new int[SMALL];
            marks = new long[SMALL];
            origins = new int[SMALL];
            taken = new int[SMALL];
        }
    }

    private void grow() {
        words = Arrays.copyOf(words, count * 2);
        notes = Arrays.copyOf(notes, count * 2);
        marks = Arrays.copyOf(marks, count * 2);
        origins = Arrays.copyOf(origins, count * 2);
        taken = Arrays.copyOf(taken, count * 2);
    }
}
