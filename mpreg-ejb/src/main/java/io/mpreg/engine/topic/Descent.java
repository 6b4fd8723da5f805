package io.mpreg.engine.topic;

/**
 * Finds the {@link Ends ends} of all patterns that match a topic in a small tree, one branch after
 * the other: where everything is in the cache, what counts is how little there is to do, and how
 * few jumps cannot be foreseen.
 *
 * <p>Whether there is an edge '*' stands in a node's note; which others there are is asked of the
 * filter beside the table of edges. An edge is followed as soon as a slot looks like it; whether
 * all were what they seemed to be is asked where something is found. It gives up if not, for the
 * tree may have changed meanwhile, and where an edge '#' leads to more than one pattern; that is
 * for {@link Walk}. Without such edges every node is reached in one way only.
 *
 * <p><b>Threads.</b> One at a time; makes no garbage.
 */
final class Descent {

    private static final int GAVE_UP = -1;
    private static final int MOST = 64;

    private final NodeSlab nodes;
    private final SlotTable edges;
    private final SegmentTable segments;
    private final Tails tails;

    /** The nodes on the way, by how many segments of the topic have been taken. */
    private final int[] way = new int[TopicGrammar.MAX_SEGMENTS + 1];

    /** Edges '*' to inner nodes that are still to be visited: at most one for each segment. */
    private final long[] later = new long[TopicGrammar.MAX_SEGMENTS + 1];

    private final long[] laterMarks = new long[TopicGrammar.MAX_SEGMENTS + 1];
    private final int[] laterAt = new int[TopicGrammar.MAX_SEGMENTS + 1];

    private final long rootMark;

    private final int[] found = new int[MOST];
    private int count;
    private boolean doubtful;

    Descent(Tree tree, Tails tails) {
        this.nodes = tree.nodes;
        this.edges = tree.edges;
        this.segments = tree.segments;
        this.tails = tails;
        this.rootMark = nodes.mark(Tree.ROOT);
    }

    /*
     * The only part of the edges and then that of the filter are looked up once: if they are
     * replaced meanwhile, the former ones stay as they were then. Should the filter be newer than
     * the edges, what it does not know any more has been reclaimed, and the match is made again.
     *
     * The slot of the topic's segment is read before it is known whether it is of use: a jump that
     * was not foreseen then waits for nothing more. That a filter is read after the slot of the edge before
     * is what makes sure that an inner node's children are not missed while the tree changes.
     */
    /**
     * Finds them, each once.
     *
     * @return how many there are; negative if it gave up, or there are too many
     */
    int find(TopicName topic) {
        count = 0;
        doubtful = false;
        long[][] parts = edges.parts();
        byte[][] filters = edges.filters();
        if (parts.length != 1 || filters.length != 1) {
            return GAVE_UP;
        }
        long[] part = SlotTable.part(parts, 0);
        byte[] filter = SlotFilter.part(filters, 0);
        int length = topic.segments();
        int waiting = 0;
        long mark = rootMark;
        int note = nodes.mask(Tree.ROOT);
        int at = 0;
        long stars = 0;
        way[0] = Tree.ROOT;
        while (true) {
            long child = SlotTable.EMPTY;
            long next = 0;
            if (Notes.followedByHash(note)) {
                if ((note & Notes.ENDLESS) != 0) {
                    add(Ends.endless(way[at]), topic, at, stars);
                }
                if (Notes.hasHash(note) != 0 && !followHash(part, mark, topic, at, stars)) {
                    return GAVE_UP;
                }
            }
            if (at < length) {
                next = SlotTable.mark(mark, topic.key(at));
                int hasLiteral = SlotFilter.mayHave(filter, next);
                long nextSlot = SlotTable.either(part, next);
                if (Notes.hasStar(note) != 0) {
                    long star = SlotTable.mark(mark, SegmentKeys.STAR);
                    long starSlot = SlotTable.either(part, star);
                    if (!SlotTable.certain(starSlot, star)) {
                        starSlot = look(part, star, topic, at, true);
                    }
                    int id = SlotTable.id(starSlot);
                    if (Tree.isLeaf(id)) {
                        end(starSlot, topic, at + 1, stars | 1L << at);
                    } else if (id != 0) {
                        laterMarks[waiting] = star;
                        later[waiting] = starSlot;
                        laterAt[waiting++] = at;
                    }
                }
                if (hasLiteral != 0) {
                    if (!SlotTable.certain(nextSlot, next)) {
                        nextSlot = look(part, next, topic, at, false);
                    }
                    if (Tree.isLeaf(SlotTable.id(nextSlot))) {
                        end(nextSlot, topic, at + 1, stars);
                    } else {
                        child = nextSlot;
                    }
                }
            } else if ((note & Notes.FILED) != 0) {
                add(way[at], topic, at, stars);
            }
            if (child == SlotTable.EMPTY) {
                if (waiting == 0) {
                    return doubtful || edges.filters() != filters ? GAVE_UP : count;
                }
                child = later[--waiting];
                next = laterMarks[waiting];
                at = laterAt[waiting];
                stars = stars & (1L << at) - 1 | 1L << at;
            }
            mark = next;
            note = SlotTable.note(child);
            way[++at] = SlotTable.id(child);
        }
    }

    /** An end that was found. */
    int found(int index) {
        return found[index];
    }

    /** Finds those of some leaves that match what follows in a topic. */
    private void end(long slot, TopicName topic, int at, long stars) {
        if (Notes.mayEnd(SlotTable.note(slot), topic, at)) {
            check(slot, topic, at, stars);
        }
    }

    private void check(long slot, TopicName topic, int at, long stars) {
        int first = SlotTable.id(slot) & Tree.NODE;
        int leaves = Notes.leaves(SlotTable.note(slot));
        int[] chunk = nodes.chunk(first);
        if (NodeSlab.narrow(first) != 0) {
            int n = tails.sift(chunk, first, leaves, topic, at);
            for (int i = 0; i < n; i++) {
                int leaf = tails.candidate(i);
                if (tails.matchWhole(chunk, leaf, way[at - 1], topic, at, (int) stars)) {
                    keep(leaf);
                }
            }
            return;
        }
        for (int leaf = first; leaf < first + leaves; leaf++) {
            if (tails.match(chunk, leaf, topic, at, false)) {
                way[at] = leaf;
                add(leaf, topic, at, stars);
            }
        }
    }

    /**
     * Follows an edge '#' as far as leaves.
     *
     * @return false if it is not certain that it leads to leaves
     */
    private boolean followHash(long[] part, long from, TopicName topic, int at, long stars) {
        long mark = SlotTable.mark(from, SegmentKeys.HASH);
        long slot = SlotTable.first(part, mark);
        if (slot == SlotTable.EMPTY) {
            return true;
        }
        if (SlotTable.alike(slot) || !Tree.isLeaf(SlotTable.id(slot))) {
            return false;
        }
        int first = SlotTable.id(slot) & Tree.NODE;
        int leaves = Notes.leaves(SlotTable.note(slot));
        for (int leaf = first; leaf < first + leaves; leaf++) {
            if (tails.match(nodes.chunk(leaf), leaf, topic, at, true)) {
                add(leaf, topic, at, stars);
                doubtful |=
                        nodes.parent(leaf) != way[at] || nodes.segment(leaf) != SegmentTable.HASH;
            }
        }
        return true;
    }

    private void add(int end, TopicName topic, int at, long stars) {
        if (proven(topic, at, stars)) {
            keep(end);
        } else {
            doubtful = true;
        }
    }

    private void keep(int end) {
        if (count == MOST) {
            doubtful = true;
        } else {
            found[count++] = end;
        }
    }

    /** Whether the edges on the way are what they seemed to be. */
    private boolean proven(TopicName topic, int at, long stars) {
        for (int i = at; i > 0; i--) {
            if (!leads(way[i], topic, i - 1, (stars >>> i - 1 & 1) != 0)) {
                return false;
            }
        }
        return true;
    }

    /** Finds out where an edge leads if its slot did not tell; nowhere if there is no such edge. */
    private long look(long[] part, long mark, TopicName topic, int at, boolean star) {
        long slot = SlotTable.first(part, mark);
        return SlotTable.alike(slot) ? exact(part, mark, topic, at, star) : slot;
    }

    /**
     * The slot of an edge whose tag others have, too. If none is, there may be no such edge, or the
     * node that it leaves has been replaced meanwhile.
     */
    private long exact(long[] part, long mark, TopicName topic, int at, boolean star) {
        int place = SlotTable.place(part, mark);
        long slot = SlotTable.slot(part, place);
        while (slot != SlotTable.EMPTY
                && !(SlotTable.tagged(slot, mark)
                        && leads(SlotTable.id(slot) & Tree.NODE, topic, at, star))) {
            place = SlotTable.next(part, place);
            slot = SlotTable.slot(part, place);
        }
        doubtful |= slot == SlotTable.EMPTY;
        return slot;
    }

    /** Whether the edge of a segment of the topic, or '*', leads from the node there to another. */
    private boolean leads(int child, TopicName topic, int at, boolean star) {
        int[] chunk = nodes.chunk(child);
        int base = NodeSlab.base(child);
        int segment = NodeSlab.segment(chunk, base, child);
        return NodeSlab.parent(chunk, base) == way[at]
                && (star ? segment == SegmentTable.STAR : segments.is(segment, topic, at));
    }
}
