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
 * A step first computes the places of all edges, then looks at all of them, then at all nodes found:
 * the accesses of one kind do not wait for each other, so the processor overlaps their cache misses.
 * </pre>
 *
 * <p><b>Threads.</b> One at a time; makes no garbage once its arrays have grown.
 */
final class Walk {

    /** In a state: the child of an edge '#', and a node below one. */
    private static final int STAYS = 1 << 30;

    private static final int BELOW = 1 << 31;
    private static final int NODE = STAYS - 1;
    private static final int SMALL = 64;
    private static final int KEPT = 1 << 12;
    private static final int REMEMBERED = 1 << 9;
    private static final TopicName NOWHERE = new TopicName("-");

    private final Tree tree;
    private final NodeSlab nodes;
    private final int[] path = new int[TopicGrammar.MAX_SEGMENTS];
    private final Visited visited = new Visited();
    private final Distinct distinct;

    private final long[] keys = new long[REMEMBERED];
    private final int[] numbers = new int[REMEMBERED];
    private int rememberedAt;
    private TopicName topic = NOWHERE;
    private int length;
    private int known;
    private int[] states = new int[SMALL];
    private int[] reached = new int[SMALL];
    private int fresh;
    private int[] edges = new int[SMALL];
    private long[] hashes = new long[SMALL];
    private long[] slots = new long[SMALL];
    private int[] wild = new int[SMALL];
    private int[] found = new int[SMALL];
    private int count;
    private int below;

    Walk(Tree tree) {
        this.tree = tree;
        this.nodes = tree.nodes;
        this.distinct = new Distinct(tree);
    }

    /**
     * Finds them; each once, in no particular order.
     *
     * @return how many there are
     */
    int find(TopicName topic) {
        int version = tree.version();
        below = 0;
        walk(topic);
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

    private void walk(TopicName topic) {
        this.topic = topic;
        length = topic.segments();
        known = 0;
        count = 0;
        fresh = 0;
        visited.clear();
        push(Tree.ROOT);
        int hash = nodes.get(Tree.ROOT, NodeSlab.HASH);
        if (hash != 0) {
            enterHash(hash, 0, false);
        }
        for (int at = 0; at < length; at++) {
            int n = fresh;
            if (n == 0) {
                return;
            }
            int[] now = reached;
            reached = states;
            states = now;
            fresh = 0;
            step(n, at);
        }
        for (int i = 0; i < fresh; i++) {
            int node = reached[i] & NODE;
            if ((nodes.get(node, NodeSlab.INFO) & NodeSlab.FILED) != 0) {
                emit(node, reached[i] & BELOW);
            }
        }
    }

    /** The number of a segment of the topic, looked up when first asked for. */
    private int segment(int at) {
        while (known <= at) {
            path[known] = number(known);
            known++;
        }
        return path[at];
    }

    /** Looks up a segment; short ones are remembered until some segment is not used any more. */
    private int number(int at) {
        long key = topic.key(at);
        if (key < 0) {
            return tree.segments.find(topic, at);
        }
        int releases = tree.segments.releases();
        if (releases != rememberedAt) {
            Arrays.fill(keys, 0);
            rememberedAt = releases;
        }
        int place = (int) (key * 0x9E3779B97F4A7C15L >>> 55);
        if (keys[place] == key) {
            return numbers[place];
        }
        int number = tree.segments.find(topic, at);
        if (number > 0) {
            keys[place] = key;
            numbers[place] = number;
        }
        return number;
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
        if (states.length > KEPT || reached.length > KEPT) {
            states = new int[SMALL];
            reached = new int[SMALL];
            room(SMALL);
        }
    }

    private void step(int n, int at) {
        if (slots.length < n) {
            room(Integer.highestOneBit(n) * 2);
        }
        int segment = segment(at);
        int bit = NodeSlab.bit(segment);
        int stars = 0;
        int literals = 0;
        for (int i = 0; i < n; i++) {
            int state = states[i];
            int node = state & NODE;
            int[] chunk = nodes.chunk(node);
            int base = NodeSlab.base(node);
            int star = NodeSlab.read(chunk, base + NodeSlab.STAR);
            if (star != 0) {
                wild[stars++] = star | state & BELOW;
            }
            if (segment > 0 && NodeSlab.masked(chunk, base, bit)) {
                long hash = Tree.edge(node, segment);
                edges[literals] = state;
                hashes[literals] = hash;
                slots[literals++] = SlotTable.slot(tree.edges.part(hash), SlotTable.tag(hash));
            }
            if ((state & STAYS) != 0) {
                push(state);
            }
        }
        for (int i = 0; i < literals; i++) {
            if (slots[i] != SlotTable.EMPTY) {
                follow(edges[i], segment, i, at + 1);
            }
        }
        for (int i = 0; i < stars; i++) {
            int node = wild[i] & NODE;
            enter(node, nodes.get(node, NodeSlab.INFO), at + 1, wild[i] & BELOW);
        }
    }

    /** Goes along an edge, of which the first slot of its chain is at hand. */
    private void follow(int state, int segment, int edge, int at) {
        int node = state & NODE;
        int child = SlotTable.id(slots[edge]);
        if (!SlotTable.tagged(slots[edge], SlotTable.tag(hashes[edge]))
                || !tree.leads(node, segment, child)) {
            child = tree.literal(node, segment);
        }
        if (child != 0) {
            enter(child, nodes.get(child, NodeSlab.INFO), at, state & BELOW);
        }
    }

    private void enter(int node, int info, int at, int below) {
        if (!NodeSlab.isLeaf(info)) {
            push(node | below);
            int hash = nodes.get(node, NodeSlab.HASH);
            if (hash != 0) {
                enterHash(hash, at, below != 0);
            }
            return;
        }
        int rest = info & NodeSlab.TAIL;
        if ((info & NodeSlab.HASHED) == 0) {
            if (length - at == rest && (rest == 0 || sameTail(node, rest, at))) {
                emit(node, below);
            }
        } else if (tail(node, rest, at, false) && (below == 0 || visited.add(node))) {
            emit(node, below);
        }
    }

    private void enterHash(int first, int at, boolean below) {
        int node = first;
        boolean known = below;
        while (node != 0 && (!known || visited.add(node))) {
            int info = nodes.get(node, NodeSlab.INFO);
            if (NodeSlab.isLeaf(info)) {
                if (tail(node, info & NodeSlab.TAIL, at, true)) {
                    emit(node, known ? BELOW : 0);
                }
                return;
            }
            push(node | STAYS | BELOW);
            node = nodes.get(node, NodeSlab.HASH);
            known = true;
        }
    }

    private boolean sameTail(int leaf, int rest, int at) {
        int[] chunk = nodes.chunk(leaf);
        int base = NodeSlab.base(leaf);
        for (int i = 0; i < rest; i++) {
            int segment = chunk[base + NodeSlab.tailField(i)];
            if (segment != segment(at + i) && segment != SegmentTable.STAR) {
                return false;
            }
        }
        return true;
    }

    /** Whether a leaf's tail, perhaps after a '#', matches the rest of the topic. */
    private boolean tail(int leaf, int rest, int at, boolean afterHash) {
        int[] chunk = nodes.chunk(leaf);
        int base = NodeSlab.base(leaf);
        int t = 0;
        int p = at;
        int retryTail = afterHash ? 0 : -1;
        int retryPath = at;
        while (p < length) {
            int segment = t < rest ? chunk[base + NodeSlab.tailField(t)] : 0;
            if (segment == SegmentTable.HASH) {
                retryTail = ++t;
                retryPath = p;
            } else if (segment != 0 && (segment == SegmentTable.STAR || segment == segment(p))) {
                t++;
                p++;
            } else if (retryTail >= 0) {
                p = ++retryPath;
                t = retryTail;
            } else {
                return false;
            }
        }
        while (t < rest && chunk[base + NodeSlab.tailField(t)] == SegmentTable.HASH) {
            t++;
        }
        return t == rest;
    }

    private void push(int state) {
        if (fresh == reached.length) {
            reached = Arrays.copyOf(reached, fresh * 2);
        }
        reached[fresh++] = state;
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
        hashes = new long[size];
        slots = new long[size];
        edges = new int[size];
        wild = new int[size];
    }
}
