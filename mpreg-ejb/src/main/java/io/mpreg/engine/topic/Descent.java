package io.mpreg.engine.topic;

/**
 * Finds the nodes of all patterns that match a topic in a small tree, one branch after the other:
 * where everything is in the cache, what counts is how little there is to do.
 *
 * <p>It gives up where an edge '#' leads to more than one pattern; that is for {@link Walk}.
 * Without such edges every node is reached in one way only.
 *
 * <p><b>Threads.</b> One at a time; makes no garbage.
 */
final class Descent {

    private static final int NONE = 0;

    /** How much one step can find at most. */
    private static final int ROOM = 1 + 3 * NodeSlab.LARGEST_BUNCH;

    private final Tree tree;
    private final NodeSlab nodes;
    private final SlotTable edges;
    private final Tails tails;

    /** Children by '*' that are still to be visited: at most one for each segment. */
    private final int[] later = new int[TopicGrammar.MAX_SEGMENTS];

    private final int[] laterNotes = new int[TopicGrammar.MAX_SEGMENTS];
    private final int[] laterAt = new int[TopicGrammar.MAX_SEGMENTS];

    private int[] found = {};
    private int count;
    private int note;

    Descent(Tree tree, Tails tails) {
        this.tree = tree;
        this.nodes = tree.nodes;
        this.edges = tree.edges;
        this.tails = tails;
    }

    /**
     * Finds them, each once.
     *
     * @return how many there are; negative if it gave up, or they do not all fit
     */
    int find(TopicName topic, int[] into) {
        found = into;
        count = 0;
        int length = topic.segments();
        int waiting = 0;
        int node = Tree.ROOT;
        int note = nodes.mask(node);
        int at = 0;
        while (count < into.length - ROOM) {
            if (Notes.hasHash(note) != 0
                    && child(node, SegmentKeys.HASH, SegmentTable.HASH, topic, at) != NONE) {
                return -1;
            }
            int child = NONE;
            if (at == length) {
                if ((note & Notes.FILED) != 0) {
                    found[count++] = node;
                }
            } else {
                if (Notes.hasStar(note) != 0) {
                    int star = child(node, SegmentKeys.STAR, SegmentTable.STAR, topic, at);
                    if (star != NONE) {
                        later[waiting] = star;
                        laterNotes[waiting] = this.note;
                        laterAt[waiting++] = at + 1;
                    }
                }
                long key = topic.key(at);
                if (nodes.mayHave(node, key) != 0) {
                    child = child(node, key, 0, topic, at);
                }
            }
            if (child != NONE) {
                node = child;
                note = this.note;
                at++;
            } else if (waiting > 0) {
                node = later[--waiting];
                note = laterNotes[waiting];
                at = laterAt[waiting];
            } else {
                return count;
            }
        }
        return -1;
    }

    /**
     * Goes along an edge; what a leaf at its end holds is found.
     *
     * @return the inner node that it leads to, if it does, with its mask aside
     */
    private int child(int node, long key, int wildcard, TopicName topic, int at) {
        long mark = Tree.edge(node, key);
        long[] part = edges.part(mark);
        int place = SlotTable.place(part, mark);
        long slot = SlotTable.slot(part, place);
        while (slot != SlotTable.EMPTY) {
            int child = SlotTable.id(slot) & Tree.NODE;
            if (SlotTable.tagged(slot, mark) && leads(node, wildcard, topic, at, child)) {
                int below = SlotTable.note(slot);
                if (!Tree.isLeaf(SlotTable.id(slot))) {
                    note = below;
                    return child;
                }
                boolean hash = wildcard == SegmentTable.HASH;
                if (hash || Notes.mayEnd(below, topic, at + 1)) {
                    end(child, Notes.leaves(below), topic, hash ? at : at + 1, hash);
                }
                return NONE;
            }
            place = SlotTable.next(part, place);
            slot = SlotTable.slot(part, place);
        }
        return NONE;
    }

    private boolean leads(int node, int wildcard, TopicName topic, int at, int child) {
        int[] chunk = nodes.chunk(child);
        int base = NodeSlab.base(child);
        int segment = chunk[base + NodeSlab.SEGMENT];
        return chunk[base + NodeSlab.PARENT] == node
                && (wildcard != 0 ? segment == wildcard : tree.segments.is(segment, topic, at));
    }

    private void end(int first, int leaves, TopicName topic, int at, boolean afterHash) {
        int n = tails.sift(first, leaves, topic, at, afterHash);
        for (int i = 0; i < n; i++) {
            int leaf = tails.candidate(i);
            if (tails.match(leaf, nodes.get(leaf, NodeSlab.INFO), topic, at, afterHash)) {
                found[count++] = leaf;
            }
        }
    }
}
