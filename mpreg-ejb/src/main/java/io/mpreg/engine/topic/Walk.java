package io.mpreg.engine.topic;

import java.util.Arrays;

/**
 * Finds the {@link Ends ends} of all patterns that match a topic.
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

    private static final int KIND = Trail.KIND;
    private static final int STAR = Trail.STAR;
    private static final int HASH = Trail.HASH;
    private static final int BELOW = Trail.BELOW;

    private static final int SMALL = 64;
    private static final int KEPT = 1 << 12;
    private static final int DOUBTFUL = -1;

    /** Instead of a reference to leaves. */
    private static final int ENDLESS = 0;

    private final Tree tree;
    private final NodeSlab nodes;
    private final Tails tails;
    private final Trail trail;
    private final Descent descent;
    private final Visited visited = new Visited();
    private final Distinct distinct;

    /** The states at the present segment, and at the next one: where they are on the trail. */
    private int[] states = new int[SMALL];

    private int[] reached = new int[SMALL];
    private int present;
    private int coming;

    /** Edges to be followed, and what was read. */
    private int[] edges = new int[SMALL];

    private long[] marks = new long[SMALL];
    private long[] slots = new long[SMALL];
    private int[] found = new int[SMALL];
    private int count;
    private int below;

    /**
     * Leaves that may match: a reference, the edge to them, and where the topic was then. Or a
     * state where a pattern ends with a '#'.
     */
    private int[] leaves = new int[3 * SMALL];

    private int waiting;

    /** Depends on what was only read so that it comes; else it would not be read. */
    private int touched;

    private boolean careful;

    /** Whether the descent found all. */
    private boolean brief;

    Walk(Tree tree) {
        this.tree = tree;
        this.nodes = tree.nodes;
        this.tails = new Tails(tree);
        this.trail = new Trail(tree);
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
            int few = descent.find(topic);
            if (few >= 0) {
                brief = true;
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
        brief = false;
        careful = doubtful;
        if (!walk(topic)) {
            careful = true;
            walk(topic);
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
    private boolean walk(TopicName topic) {
        count = 0;
        below = 0;
        waiting = 0;
        visited.clear();
        trail.begin();
        states[0] = 0;
        present = 1;
        coming = 0;
        for (int at = 0; at <= topic.segments() && present > 0; at++) {
            int from = 0;
            do {
                // What '#' leads to is at the same segment.
                int to = present;
                int n = gather(from, to, topic, at);
                read(n);
                if (n < 0 || !checkLeaves(topic)) {
                    return false;
                }
                follow(n, topic, at);
                from = to;
            } while (from < present);
            int[] now = states;
            states = reached;
            reached = now;
            present = coming;
            coming = 0;
        }
        return checkLeaves(topic);
    }

    /** An end that was found. */
    int found(int index) {
        return brief ? descent.found(index) : found[index];
    }

    /** Lets go of arrays that are larger than most topics need. */
    void trim() {
        if (brief) {
            return;
        }
        if (found.length > KEPT) {
            found = new int[SMALL];
        }
        trail.trim();
        if (states.length > KEPT || reached.length > KEPT) {
            states = new int[SMALL];
            reached = new int[SMALL];
        }
        if (edges.length > KEPT) {
            room(SMALL);
        }
        if (leaves.length > KEPT) {
            leaves = new int[3 * SMALL];
        }
    }

    /**
     * Gathers the edges to be followed from some states; returns how many, negative if in doubt.
     */
    private int gather(int from, int to, TopicName topic, int at) {
        if (edges.length < 3 * (to - from)) {
            room(Integer.highestOneBit(to - from) * 6);
        }
        return at == topic.segments()
                ? gatherLast(from, to, topic)
                : gather(from, to, topic.key(at));
    }

    private int gather(int from, int to, long key) {
        int bit = Notes.literal(key);
        int[] gathered = edges;
        long[] sought = marks;
        int n = 0;
        for (int i = from; i < to; i++) {
            int state = states[i];
            int word = trail.word(state);
            int note = trail.note(state);
            long mark = trail.mark(state);
            gathered[n] = state;
            sought[n] = SlotTable.mark(mark, key);
            n += Notes.has(note, bit);
            gathered[n] = state | STAR;
            sought[n] = SlotTable.mark(mark, SegmentKeys.STAR);
            n += Notes.hasStar(note);
            if (Notes.followedByHash(note)) {
                if ((note & Notes.ENDLESS) != 0) {
                    addEndless(state);
                }
                gathered[n] = state | HASH;
                sought[n] = SlotTable.mark(mark, SegmentKeys.HASH);
                n += Notes.hasHash(note);
            }
            if ((word & KIND) == HASH) {
                trail.followedHash(state);
                reach(state);
            }
        }
        return n;
    }

    /** Where the topic ends: only '#' can be followed. */
    private int gatherLast(int from, int to, TopicName topic) {
        int n = 0;
        for (int i = from; i < to; i++) {
            int state = states[i];
            int word = trail.word(state);
            int note = trail.note(state);
            if ((note & Notes.FILED) != 0) {
                if (!trail.proven(state, topic)) {
                    return DOUBTFUL;
                }
                emit(word & Tree.NODE, word & BELOW);
            }
            if ((note & Notes.ENDLESS) != 0) {
                addEndless(state);
            }
            if (Notes.hasHash(note) != 0) {
                edges[n] = state | HASH;
                marks[n++] = SlotTable.mark(trail.mark(state), SegmentKeys.HASH);
            }
        }
        return n;
    }

    private void read(int n) {
        SlotTable table = tree.edges;
        long[] sought = marks;
        long[] read = slots;
        for (int i = 0; i < n; i++) {
            long mark = sought[i];
            long[] part = table.part(mark);
            read[i] = SlotTable.either(part, mark);
        }
    }

    private void follow(int n, TopicName topic, int at) {
        for (int i = 0; i < n; i++) {
            long slot = slots[i];
            if (slot != SlotTable.EMPTY
                    && !(SlotTable.tagged(slot, marks[i])
                            && arrive(edges[i], marks[i], slot, topic, at))) {
                search(i, topic, at);
            }
        }
    }

    /** Reads the chain of an edge's slots until one leads to its child. */
    private void search(int edge, TopicName topic, int at) {
        long mark = marks[edge];
        long[] part = tree.edges.part(mark);
        int place = SlotTable.place(part, mark);
        long slot = SlotTable.slot(part, place);
        while (slot != SlotTable.EMPTY
                && !(SlotTable.tagged(slot, mark) && arrive(edges[edge], mark, slot, topic, at))) {
            place = SlotTable.next(part, place);
            slot = SlotTable.slot(part, place);
        }
    }

    /**
     * Goes to a node if the edge seems to lead there, unless it is a leaf that cannot match.
     *
     * @return false if another slot is to be looked at
     */
    private boolean arrive(int edge, long mark, long slot, TopicName topic, int at) {
        int id = SlotTable.id(slot);
        int node = id & Tree.NODE;
        int origin = edge & Trail.INDEX;
        int kind = edge & KIND;
        if ((careful || SlotTable.alike(slot))
                && !trail.leads(trail.node(origin), kind, topic, at, node)) {
            return false;
        }
        int note = SlotTable.note(slot);
        if ((id & Tree.LEAF) != 0) {
            if (kind == HASH || Notes.mayEnd(note, topic, at + 1)) {
                addLeaves(Tree.leaves(node, Notes.leaves(note)), edge, at);
            }
            return true;
        }
        int under = trail.word(origin) & BELOW;
        if (kind != HASH) {
            reach(trail.add(node | kind | under, note, mark, origin, at + 1));
        } else if (under == 0 || visited.add(node)) {
            enter(trail.add(node | HASH | BELOW, note, mark, origin, at));
        }
        return true;
    }

    /** Adds a state at the next segment. */
    private void reach(int state) {
        if (coming == reached.length) {
            reached = Arrays.copyOf(reached, coming * 2);
        }
        reached[coming++] = state;
    }

    /** Adds a state at the present segment. */
    private void enter(int state) {
        if (present == states.length) {
            states = Arrays.copyOf(states, present * 2);
        }
        states[present++] = state;
    }

    /** Notes that a state's node is where a pattern ends with a '#'. */
    private void addEndless(int state) {
        await(ENDLESS, state, 0);
        touched += nodes.touchInner(trail.node(state));
    }

    private void addLeaves(int reference, int edge, int at) {
        await(reference, edge, at);
        int first = reference & Tree.NODE;
        int origin = trail.node(edge & Trail.INDEX);
        touched += nodes.touch(first, Tree.count(reference)) + nodes.parent(origin);
    }

    private void await(int reference, int edge, int at) {
        if (waiting == leaves.length) {
            leaves = Arrays.copyOf(leaves, waiting * 2);
        }
        leaves[waiting] = reference;
        leaves[waiting + 1] = edge;
        leaves[waiting + 2] = at;
        waiting += 3;
    }

    /** Finds the leaves that match, if all are what they seem to be. */
    private boolean checkLeaves(TopicName topic) {
        for (int i = 0; i < waiting; i += 3) {
            if (!check(topic, leaves[i], leaves[i + 1], leaves[i + 2])) {
                return false;
            }
        }
        waiting = 0;
        return true;
    }

    private boolean check(TopicName topic, int reference, int edge, int at) {
        int first = reference & Tree.NODE;
        int origin = edge & Trail.INDEX;
        if (reference == ENDLESS) {
            return checkEndless(topic, origin);
        }
        int kind = edge & KIND;
        if (!trail.leads(trail.node(origin), kind, topic, at, first)) {
            return false;
        }
        boolean hash = kind == HASH;
        int start = hash ? at : at + 1;
        int[] chunk = nodes.chunk(first);
        int n = tails.sift(first, Tree.count(reference), topic, start, hash);
        for (int i = 0; i < n; i++) {
            int leaf = tails.candidate(i);
            int head = chunk[NodeSlab.base(leaf)];
            if (tails.match(chunk, leaf, topic, start, hash)) {
                if (!trail.proven(origin, topic)) {
                    return false;
                }
                int under = trail.word(origin) & BELOW;
                boolean several = hash || (head & NodeSlab.HASHED) != 0;
                if (under == 0 || !several || visited.add(leaf)) {
                    emit(leaf, under);
                }
            }
        }
        return true;
    }

    private boolean checkEndless(TopicName topic, int state) {
        if (!trail.proven(state, topic)) {
            return false;
        }
        int under = trail.word(state) & BELOW;
        int end = Ends.endless(trail.node(state));
        if (under == 0 || visited.add(end)) {
            emit(end, under);
        }
        return true;
    }

    private void emit(int end, int under) {
        if (under != 0) {
            below++;
        }
        if (count == found.length) {
            found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = end;
    }

    private void room(int size) {
        edges = new int[size];
        marks = new long[size];
        slots = new long[size];
    }
}
