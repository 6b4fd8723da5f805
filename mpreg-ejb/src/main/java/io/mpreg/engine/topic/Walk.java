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
 * Edges are looked at in the order in which they are met. The slot of each is read when it is met,
 * and is of use only when its turn comes; leaves are compared at the end. So reads do not wait for
 * each other, and the processor overlaps their cache misses.
 * </pre>
 *
 * <p><b>Threads.</b> One at a time; makes no garbage once its arrays have grown.
 */
final class Walk {

    /** How many edges are met at a state at most. */
    private static final int MOST = 4;

    private static final int SMALL = 64;
    private static final int KEPT = 1 << 12;

    /** In place of {@link SlotTable#ALIKE}, if every edge is to be looked at twice. */
    private static final long ALL = -1;

    private static final Start FROM_ROOT = Start.atRoot(0);

    private final Tree tree;
    private final Trail trail;
    private final Candidates candidates;
    private final Descent descent;

    /** Edges '#' whose nodes have just become states. */
    private int[] entered = new int[SMALL];

    private int entering;

    /** The marks of the edges that a match may begin with, by their shapes. */
    private final long[] first = new long[Levels.SHAPES];

    /** What in a slot says that it has to be looked at twice. */
    private long twice;

    /** Whether the descent found all. */
    private boolean brief;

    Walk(Tree tree) {
        this.tree = tree;
        Tails tails = new Tails(tree);
        this.trail = new Trail(tree);
        this.candidates = new Candidates(tree, trail, tails);
        this.descent = new Descent(tree, tails);
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
        return search(topic, tree.levels.start());
    }

    /**
     * Finds them in a tree of any size.
     *
     * @param start where a match was to begin when this one began
     */
    int search(TopicName topic, Start start) {
        return search(topic, start, false);
    }

    /** The same, but looks at every edge twice at once, not only if need be, from the root on. */
    int searchWithCare(TopicName topic) {
        return search(topic, FROM_ROOT, true);
    }

    private int search(TopicName topic, Start start, boolean doubtful) {
        int version = tree.version();
        brief = false;
        if (doubtful || !walk(topic, SlotTable.ALIKE, start) || !tree.levels.unmoved(start)) {
            walk(topic, ALL, FROM_ROOT);
        }
        if (candidates.mayRepeat() && (tree.version() != version || (version & 1) != 0)) {
            candidates.removeDoubles();
        }
        return candidates.count();
    }

    /**
     * Walks through the tree.
     *
     * @return false if an edge was followed that only looked like the one looked for, or some may
     *     have been missed
     */
    private boolean walk(TopicName topic, long twice, Start start) {
        this.twice = twice;
        candidates.clear();
        long[][] parts = tree.edges.parts();
        byte[][] filters = twice == ALL ? SlotFilter.NONE : tree.edges.filters();
        boolean noted = filters.length == 0;
        int length = topic.segments();
        int tail = begin(topic, parts, filters, start);
        long[] slots = trail.slots;
        long[] marks = trail.marks;
        long[] links = trail.links;
        int head = 1;
        int edge;
        int note;
        long mark;
        long link;
        while (true) {
            if (entering > 0) {
                edge = entered[--entering];
                note = SlotTable.note(slots[edge]);
                mark = marks[edge];
                link = links[edge];
            } else {
                // The next edge that leads to a state.
                while (true) {
                    if (head == tail) {
                        return candidates.check(topic)
                                && (noted || tree.edges.filters() == filters);
                    }
                    edge = head++;
                    long slot = slots[edge];
                    mark = marks[edge];
                    link = links[edge];
                    if (!SlotTable.tagged(slot, mark) || (slot & twice) != 0) {
                        slot = slot == SlotTable.EMPTY ? slot : look(topic, parts, edge);
                        if (slot == SlotTable.EMPTY) {
                            continue;
                        }
                    }
                    note = SlotTable.note(slot);
                    if (!Tree.isLeaf(SlotTable.id(slot))) {
                        break;
                    }
                    if (Notes.mayEnd(note, topic, Trail.taken(link))) {
                        candidates.await(edge, Notes.leaves(note));
                    }
                }
            }
            // What leaves the state?
            if (tail + MOST > slots.length) {
                trail.room(tail, MOST);
                slots = trail.slots;
                marks = trail.marks;
                links = trail.links;
            }
            int taken = Trail.taken(link);
            if (Notes.followedByHash(note) || Trail.kind(link) == Trail.HASH) {
                tail = followHash(topic, parts, edge, tail);
            }
            if (taken < length) {
                if ((link & Trail.PASSED) != 0) {
                    continue;
                }
                long key = topic.key(taken);
                long next = SlotTable.mark(mark, key);
                long onward = Trail.onward(edge, link);
                // What nobody asks for is not to be read from afar.
                int likely = noted ? Notes.has(note, Notes.literal(key)) : 1;
                slots[tail] = SlotTable.either(SlotTable.part(parts, next), next, likely);
                marks[tail] = next;
                links[tail] = onward;
                tail += noted ? likely : SlotFilter.mayHave(filters, next);
                if (Notes.hasStar(note) != 0) {
                    long star = SlotTable.mark(mark, SegmentKeys.STAR);
                    slots[tail] = SlotTable.either(SlotTable.part(parts, star), star, 1);
                    marks[tail] = star;
                    links[tail++] = Trail.star(onward, taken);
                }
            } else if ((note & Notes.FILED) != 0
                    && !candidates.find(trail.node(edge), edge, topic)) {
                return false;
            }
        }
    }

    /**
     * Meets the edges with which a match begins.
     *
     * @return how many there are, the root included
     */
    private int begin(TopicName topic, long[][] parts, byte[][] filters, Start start) {
        trail.begin(start.depth() > 0);
        entered[0] = 0;
        entering = start.root() ? 1 : 0;
        if (start.depth() == 0) {
            return 1;
        }
        long[] slots = trail.slots;
        long[] marks = trail.marks;
        long[] links = trail.links;
        int segments = topic.segments();
        Levels.marks(marks[0], topic, segments, first);
        int literal = Notes.has(SlotTable.note(slots[0]), Notes.literal(topic.key(0)));
        int edges = start.edges(literal);
        int tail = 1;
        for (int i = 0; i < edges; i++) {
            long link = start.link(i);
            if (Trail.taken(link) <= segments) {
                long mark = first[start.shape(i)];
                slots[tail] = SlotTable.either(SlotTable.part(parts, mark), mark, 1);
                marks[tail] = mark;
                links[tail] = link;
                tail += filters.length == 0 ? 1 : SlotFilter.mayHave(filters, mark);
            }
        }
        return tail;
    }

    /** Finds out where an edge leads if its slot did not tell; nowhere if there is no such edge. */
    private long look(TopicName topic, long[][] parts, int edge) {
        long link = trail.links[edge];
        if (Trail.kind(link) == Trail.HASH) {
            return Trail.isAgain(link) ? trail.slots[edge] : SlotTable.EMPTY;
        }
        long mark = trail.marks[edge];
        long slot = SlotTable.first(SlotTable.part(parts, mark), mark);
        if ((slot & twice) != 0) {
            slot = child(topic, parts, edge);
        }
        trail.slots[edge] = slot;
        return slot;
    }

    /** Reads the chain of an edge's slots until one leads to its child; empty if none does. */
    private long child(TopicName topic, long[][] parts, int edge) {
        long mark = trail.marks[edge];
        long[] part = SlotTable.part(parts, mark);
        int place = SlotTable.place(part, mark);
        long slot = SlotTable.slot(part, place);
        while (slot != SlotTable.EMPTY
                && !(SlotTable.tagged(slot, mark)
                        && ((slot & twice) == 0
                                || trail.leads(edge, topic, SlotTable.id(slot) & Tree.NODE)))) {
            place = SlotTable.next(part, place);
            slot = SlotTable.slot(part, place);
        }
        return slot;
    }

    /**
     * Follows the edge '#' of a state, and keeps a state that such an edge leads to for the next
     * segment. What it leads to becomes a state for the same segment, so at once.
     *
     * @return how many edges have been met
     */
    private int followHash(TopicName topic, long[][] parts, int edge, int tail) {
        long slot = trail.slots[edge];
        long link = trail.links[edge];
        int taken = Trail.taken(link);
        int next = tail;
        if (!Trail.isAgain(link)) {
            int note = SlotTable.note(slot);
            if ((note & Notes.ENDLESS) != 0) {
                candidates.awaitEndless(edge);
            }
            if (Notes.hasHash(note) != 0) {
                trail.marks[next] = SlotTable.mark(trail.marks[edge], SegmentKeys.HASH);
                trail.links[next] = Trail.link(edge, taken, Trail.HASH | (int) link & Trail.BELOW);
                long child = child(topic, parts, next);
                trail.slots[next] = child | SlotTable.ALIKE;
                if (Tree.isLeaf(SlotTable.id(child))) {
                    candidates.await(next++, Notes.leaves(SlotTable.note(child)));
                } else if (child != SlotTable.EMPTY
                        && ((link & Trail.BELOW) == 0 || candidates.visit(SlotTable.id(child)))) {
                    trail.links[next] |= Trail.BELOW;
                    enter(next++);
                }
            }
        }
        if (Trail.kind(link) == Trail.HASH && taken < topic.segments()) {
            trail.slots[next] = slot;
            trail.marks[next] = trail.marks[edge];
            trail.links[next++] = Trail.again(link);
        }
        return next;
    }

    private void enter(int edge) {
        if (entering == entered.length) {
            entered = Arrays.copyOf(entered, entering * 2);
        }
        entered[entering++] = edge;
    }

    /** An end that was found. */
    int found(int index) {
        return brief ? descent.found(index) : candidates.found(index);
    }

    /** Lets go of arrays that are larger than most topics need. */
    void trim() {
        if (brief) {
            return;
        }
        trail.trim();
        candidates.trim();
        if (entered.length > KEPT) {
            entered = new int[SMALL];
        }
    }
}
