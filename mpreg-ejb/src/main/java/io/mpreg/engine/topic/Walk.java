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
    private static final int KEPT = 1 << 12;

    final Grace.Announcement announcement;

    private final Tree tree;
    private final NodeSlab nodes;
    private final int[] path = new int[TopicGrammar.MAX_SEGMENTS];
    private final Visited visited = new Visited();

    private int length;
    private int[] states = new int[64];
    private int[] reached = new int[64];
    private int fresh;
    private int[] candidates = new int[128];
    private int[] parents = new int[128];
    private int[] infos = new int[128];
    private long[] hashes = new long[64];
    private int[] found = new int[64];
    private int count;

    Walk(Tree tree) {
        this.tree = tree;
        this.nodes = tree.nodes;
        this.announcement = tree.grace.join();
    }

    /**
     * Finds them; each once, in no particular order.
     *
     * @return how many there are
     */
    int find(String topic) {
        length = tree.segments.find(topic, path);
        count = 0;
        fresh = 0;
        visited.clear();
        push(Tree.ROOT);
        enterHash(nodes.get(Tree.ROOT, NodeSlab.HASH), 0, false);
        for (int at = 0; at < length; at++) {
            int[] now = reached;
            reached = states;
            states = now;
            int n = fresh;
            if (n == 0) {
                return count;
            }
            fresh = 0;
            step(n, at);
        }
        for (int i = 0; i < fresh; i++) {
            int node = reached[i] & NODE;
            if ((nodes.get(node, NodeSlab.INFO) & NodeSlab.FILED) != 0) {
                emit(node);
            }
        }
        return count;
    }

    /** A node that was found. */
    int found(int index) {
        return found[index];
    }

    /** Lets go of arrays that are larger than most topics need. */
    void trim() {
        if (found.length > KEPT) {
            found = new int[64];
        }
        if (states.length > KEPT || reached.length > KEPT) {
            states = new int[64];
            reached = new int[64];
            candidates = new int[128];
            parents = new int[128];
            infos = new int[128];
            hashes = new long[64];
        }
    }

    private void step(int n, int at) {
        if (candidates.length < n * 2) {
            room(n * 2);
        }
        int segment = path[at];
        int wild = 0;
        int literal = 0;
        for (int i = 0; i < n; i++) {
            int state = states[i];
            int node = state & NODE;
            int[] chunk = nodes.chunk(node);
            int base = NodeSlab.base(node);
            int star = NodeSlab.read(chunk, base + NodeSlab.STAR);
            if (star != 0) {
                // Wildcard candidates are put at the end, where they need no check.
                candidates[candidates.length - ++wild] = star | state & BELOW;
            }
            if (segment > 0 && NodeSlab.read(chunk, base + NodeSlab.INFO) >= NodeSlab.LITERAL) {
                hashes[literal] = Tree.edge(node, segment);
                parents[literal++] = node | state & BELOW;
            }
            if ((state & STAYS) != 0) {
                push(state);
            }
        }
        int c = probe(literal);
        for (int i = 0; i < c; i++) {
            infos[i] = nodes.get(candidates[i] & NODE, NodeSlab.INFO);
        }
        int first = candidates.length - wild;
        for (int i = first; i < candidates.length; i++) {
            infos[i] = nodes.get(candidates[i] & NODE, NodeSlab.INFO);
        }
        for (int i = 0; i < c; i++) {
            int child = candidates[i] & NODE;
            if (tree.leads(parents[i] & NODE, segment, child)) {
                enter(child, infos[i], at + 1, candidates[i] & BELOW);
            } else {
                child = tree.literal(parents[i] & NODE, segment);
                if (child != 0) {
                    enter(child, nodes.get(child, NodeSlab.INFO), at + 1, candidates[i] & BELOW);
                }
            }
        }
        for (int i = first; i < candidates.length; i++) {
            enter(candidates[i] & NODE, infos[i], at + 1, candidates[i] & BELOW);
        }
    }

    /** Turns edges into candidates for their children; each still has to be checked. */
    private int probe(int edges) {
        int c = 0;
        for (int i = 0; i < edges; i++) {
            long hash = hashes[i];
            long[] part = tree.edges.part(hash);
            int tag = SlotTable.tag(hash);
            long slot;
            int place = tag;
            do {
                slot = SlotTable.slot(part, place++);
            } while (slot != SlotTable.EMPTY
                    && (!SlotTable.tagged(slot, tag) || SlotTable.id(slot) == 0));
            if (slot != SlotTable.EMPTY) {
                candidates[c] = SlotTable.id(slot) | parents[i] & BELOW;
                parents[c++] = parents[i];
            }
        }
        return c;
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
                emit(node);
            }
        } else if (tail(node, rest, at, false) && (below == 0 || visited.add(node))) {
            emit(node);
        }
    }

    private void enterHash(int first, int at, boolean below) {
        int node = first;
        boolean known = below;
        while (node != 0 && (!known || visited.add(node))) {
            int info = nodes.get(node, NodeSlab.INFO);
            if (NodeSlab.isLeaf(info)) {
                if (tail(node, info & NodeSlab.TAIL, at, true)) {
                    emit(node);
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
            if (segment != path[at + i] && segment != SegmentTable.STAR) {
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
            } else if (segment != 0 && (segment == SegmentTable.STAR || segment == path[p])) {
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

    private void emit(int node) {
        if (count == found.length) {
            found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = node;
    }

    private void room(int more) {
        int size = Integer.highestOneBit(more) * 2;
        candidates = new int[size];
        infos = new int[size];
        parents = new int[size];
        hashes = new long[size];
    }
}
