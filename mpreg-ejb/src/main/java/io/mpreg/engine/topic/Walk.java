package io.mpreg.engine.topic;

import java.util.Arrays;

/**
 * Finds the nodes of all patterns that match a topic.
 *
 * <pre>
 * The tree is read as a nondeterministic automaton, all of whose states take one segment of the topic
 * at a time (Thompson 1968). A state is an inner node. The child of an edge '#' stays a state for the
 * rest of the topic once it is one. Every node is a state at most once per segment, so the time is
 * bounded by nodes times segments, whatever the patterns are.
 *
 * Below an edge '#' a node can be reached several times; only there, and only for further '#', has
 * anything to be remembered so that nothing is found twice.
 *
 * A step first computes the tags of all edges, then reads all their slots, then looks at what they
 * lead to: the accesses of one kind do not wait for each other, so the processor overlaps their cache
 * misses. Which edges there are stands in a state's note; edges are gathered without jumps where a
 * jump could not be foreseen.
 * </pre>
 *
 * <p><b>Threads.</b> One at a time; makes no garbage once its arrays have grown.
 */
final class Walk {

    /**
     * A state: its node, how it was reached, and whether it is below an edge '#'. A state that was
     * reached by '#' stays one. An edge to be followed: the same, with its own kind.
     */
    private static final int NODE = (1 << 29) - 1;

    private static final int KIND = 3 << 29;
    private static final int LITERAL = 0;
    private static final int STAR = 1 << 29;
    private static final int HASH = 2 << 29;
    private static final int BELOW = 1 << 31;

    /** In place of the node that a state was reached from: there is nothing to check. */
    private static final int CHECKED = 0;

    private static final int SMALL = 64;
    private static final int KEPT = 1 << 12;
    private static final TopicName NOWHERE = new TopicName("-");

    private final Tree tree;
    private final NodeSlab nodes;
    private final Tails tails;
    private final Descent descent;
    private final Visited visited = new Visited();
    private final Distinct distinct;

    private TopicName topic = NOWHERE;
    private int length;

    /** The states at the present segment, and at the next one. */
    private States states = new States();

    private States reached = new States();

    /** Edges to be followed, and what was read. */
    private int[] edges = new int[SMALL];

    private int[] tags = new int[SMALL];
    private long[] slots = new long[SMALL];
    private long[] notes = new long[SMALL];
    private int[] found = new int[SMALL];
    private int count;
    private int below;

    /** Leaves that may match: the node, the edge to it, and where the topic was then. */
    private int[] leaves = new int[3 * SMALL];

    private int waiting;
    private boolean careful;

    Walk(Tree tree) {
        this.tree = tree;
        this.nodes = tree.nodes;
        this.tails = new Tails(tree);
        this.descent = new Descent(tree, tails);
        this.distinct = new Distinct(tree);
    }

    /**
     * Finds them; each once, in no particular order.
     *
     * @return how many there are
     */
    int find(TopicName topic) {
        if (tree.small()) {
            int few = descent.find(topic, found);
            if (few >= 0) {
                count = few;
                return few;
            }
        }
        return search(topic, false);
    }

    /**
     * Finds them in a tree of any size.
     *
     * @param doubtful whether to look at every edge twice at once, not only if need be
     */
    int search(TopicName topic, boolean doubtful) {
        int version = tree.version();
        this.topic = topic;
        length = topic.segments();
        careful = doubtful;
        if (!walk()) {
            careful = true;
            walk();
        }
        if (below > 1 && (tree.version() != version || (version & 1) != 0)) {
            removeDoubles();
        }
        return count;
    }

    /*
     * Below an edge '#' an edge is followed several times, and may lead to another node each time if
     * the tree changes meanwhile.
     */
    private void removeDoubles() {
        distinct.clear(count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (distinct.add(found[i])) {
                found[kept++] = found[i];
            }
        }
        count = kept;
    }

    /**
     * Walks through the tree.
     *
     * @return false if an edge was followed that only looked like the one looked for
     */
    private boolean walk() {
        count = 0;
        below = 0;
        waiting = 0;
        visited.clear();
        states.count = 0;
        reached.count = 0;
        states.add(Tree.ROOT, nodes.mask(Tree.ROOT), CHECKED);
        for (int at = 0; at <= length && states.count > 0; at++) {
            int from = 0;
            do {
                // What '#' leads to is at the same segment.
                int to = states.count;
                int n = gather(from, to, at);
                read(n);
                if (!check(from, to, at) || !checkLeaves()) {
                    return false;
                }
                follow(n, at);
                from = to;
            } while (from < states.count);
            States now = states;
            states = reached;
            reached = now;
            reached.count = 0;
        }
        return checkLeaves();
    }

    /** A node that was found. */
    int found(int index) {
        return found[index];
    }

    /** Lets go of arrays that are larger than most topics need. */
    void trim() {
        if (found.length > KEPT) {
            found = new int[SMALL];
        }
        states.trim();
        reached.trim();
        if (edges.length > KEPT) {
            room(SMALL);
        }
        if (leaves.length > KEPT) {
            leaves = new int[3 * SMALL];
        }
    }

    /** Gathers the edges to be followed from some states; returns how many. */
    private int gather(int from, int to, int at) {
        if (edges.length < 3 * (to - from)) {
            room(Integer.highestOneBit(to - from) * 6);
        }
        return at == length ? gatherLast(from, to) : gather(from, to, topic.key(at));
    }

    private int gather(int from, int to, long key) {
        int bit = Notes.literal(key);
        int[] gathered = edges;
        int[] marks = tags;
        int n = 0;
        for (int i = from; i < to; i++) {
            int state = states.nodes[i];
            long note = states.notes[i];
            int leaving = state & ~KIND;
            gathered[n] = leaving;
            marks[n] = Tree.edge(state & NODE, key);
            n += Notes.has(note, bit);
            gathered[n] = leaving | STAR;
            marks[n] = Tree.edge(state & NODE, SegmentKeys.STAR);
            n += Notes.hasStar(note);
            if (Notes.hasHash(note) != 0) {
                gathered[n] = leaving | HASH;
                marks[n++] = Tree.edge(state & NODE, SegmentKeys.HASH);
            }
            if ((state & KIND) == HASH) {
                reached.add(state, Notes.withoutHash(note), CHECKED);
            }
        }
        return n;
    }

    /** Where the topic ends: only '#' can be followed. */
    private int gatherLast(int from, int to) {
        int n = 0;
        for (int i = from; i < to; i++) {
            int state = states.nodes[i];
            long note = states.notes[i];
            if ((note & Notes.FILED) != 0) {
                emit(state & NODE, state & BELOW);
            }
            if (Notes.hasHash(note) != 0) {
                edges[n] = state & ~KIND | HASH;
                tags[n++] = Tree.edge(state & NODE, SegmentKeys.HASH);
            }
        }
        return n;
    }

    private void read(int n) {
        SlotTable table = tree.edges;
        int[] marks = tags;
        long[] read = slots;
        long[] beside = notes;
        for (int i = 0; i < n; i++) {
            int tag = marks[i];
            long[] part = table.part(tag);
            int place = SlotTable.place(part, tag);
            read[i] = SlotTable.slot(part, place);
            beside[i] = SlotTable.note(part, place);
        }
    }

    private void follow(int n, int at) {
        for (int i = 0; i < n; i++) {
            long slot = slots[i];
            if (slot != SlotTable.EMPTY
                    && !(SlotTable.tagged(slot, tags[i]) && arrive(i, slot, notes[i], at))) {
                search(i, at);
            }
        }
    }

    /** Reads the chain of an edge's slots until one leads to its child. */
    private void search(int edge, int at) {
        int tag = tags[edge];
        long[] part = tree.edges.part(tag);
        int place = SlotTable.place(part, tag);
        long slot = SlotTable.slot(part, place);
        while (slot != SlotTable.EMPTY
                && !(SlotTable.tagged(slot, tag)
                        && arrive(edge, slot, SlotTable.note(part, place), at))) {
            place = SlotTable.next(part, place);
            slot = SlotTable.slot(part, place);
        }
    }

    /**
     * Goes to a node if the edge seems to lead there, unless it is a leaf that cannot match.
     *
     * @return false if another slot is to be looked at
     */
    private boolean arrive(int edge, long slot, long note, int at) {
        int id = SlotTable.id(slot);
        int by = edges[edge];
        int node = id & Tree.NODE;
        boolean alike = SlotTable.alike(slot);
        if ((careful || alike) && !leads(by, at, node)) {
            return false;
        }
        boolean hash = (by & KIND) == HASH;
        if ((id & Tree.LEAF) != 0) {
            if (!hash && Notes.ofLeaf(note) && !Notes.mayEnd(note, topic, at + 1)) {
                return true;
            }
            addLeaf(node, by, at);
            return true;
        }
        // The node may have taken a leaf's place, or given it up, while slot and note were read.
        long mask = Notes.ofLeaf(note) ? nodes.mask(node) : note;
        if (!hash) {
            reached.add(node | by & ~NODE, mask, by & NODE);
        } else if ((by & BELOW) == 0 || visited.add(node)) {
            states.add(node | HASH | BELOW, mask, by & NODE);
        }
        return true;
    }

    /** Whether an edge leads to a node. */
    private boolean leads(int edge, int at, int child) {
        int[] chunk = nodes.chunk(child);
        int base = NodeSlab.base(child);
        int segment = chunk[base + NodeSlab.SEGMENT];
        int kind = edge & KIND;
        return chunk[base + NodeSlab.PARENT] == (edge & NODE)
                && (kind == LITERAL
                        ? tree.segments.is(segment, topic, at)
                        : segment == kind / STAR);
    }

    /** Whether some states are what they seem to be. */
    private boolean check(int from, int to, int at) {
        for (int i = from; i < to; i++) {
            int parent = states.parents[i];
            int state = states.nodes[i];
            if (parent != CHECKED && !leads(parent | state & KIND, at - 1, state & NODE)) {
                return false;
            }
        }
        return true;
    }

    private void addLeaf(int node, int edge, int at) {
        if (waiting == leaves.length) {
            leaves = Arrays.copyOf(leaves, waiting * 2);
        }
        leaves[waiting] = node;
        leaves[waiting + 1] = edge;
        leaves[waiting + 2] = at;
        waiting += 3;
    }

    /** Finds the leaves that match, if all are what they seem to be. */
    private boolean checkLeaves() {
        for (int i = 0; i < waiting; i += 3) {
            int leaf = leaves[i];
            int edge = leaves[i + 1];
            int at = leaves[i + 2];
            if (!leads(edge, at, leaf)) {
                return false;
            }
            int info = nodes.get(leaf, NodeSlab.INFO);
            int under = edge & BELOW;
            boolean hash = (edge & KIND) == HASH;
            boolean several = hash || (info & NodeSlab.HASHED) != 0;
            if (tails.match(leaf, info, topic, hash ? at : at + 1, hash)
                    && (under == 0 || !several || visited.add(leaf))) {
                emit(leaf, under);
            }
        }
        waiting = 0;
        return true;
    }

    private void emit(int node, int under) {
        if (under != 0) {
            below++;
        }
        if (count == found.length) {
            found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = node;
    }

    private void room(int size) {
        edges = new int[size];
        tags = new int[size];
        slots = new long[size];
        notes = new long[size];
    }

    /** States at one segment, what their notes say, and the nodes they were reached from. */
    private static final class States {
        private int[] nodes = new int[SMALL];
        private long[] notes = new long[SMALL];
        private int[] parents = new int[SMALL];
        private int count;

        void add(int state, long note, int parent) {
            if (count == nodes.length) {
                nodes = Arrays.copyOf(nodes, count * 2);
                notes = Arrays.copyOf(notes, count * 2);
                parents = Arrays.copyOf(parents, count * 2);
            }
            nodes[count] = state;
            notes[count] = note;
            parents[count++] = parent;
        }

        void trim() {
            if (nodes.length > KEPT) {
                nodes = new int[SMALL];
                notes = new long[SMALL];
                parents = new int[SMALL];
            }
        }
    }
}
