package io.mpreg.engine.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a tree of segments, as records of eight ints in chunks, with one reference each to
 * what is filed there.
 *
 * <pre>
 *            0        1         2         3         4                          5        6, 7
 * inner   parent   segment    mask       -       FILED, ENDLESS            patterns     mark
 * leaf    parent   segment   tail 0    tail 1    LEAF, HASHED, n, trace     tail 2   tail 3, 4
 * </pre>
 *
 * The mask tells which segments' children there are; the mark is that of the edge to the node. A
 * node's children are found through {@link SlotTable}. A leaf stands for one pattern, whose last n
 * segments are its tail; the trace is what {@link Notes} makes of the first one. Up to {@link
 * #LARGEST_BUNCH} leaves that the same edge leads to have ids side by side.
 *
 * <p><b>Threads.</b> One thread at a time changes nodes; any number read them meanwhile, as long as
 * they are protected by {@link Grace}. Parent, segment and tail of a node never change.
 */
final class NodeSlab {

    /** How many nodes a chunk has room for at most, as a power of two. */
    static final int BITS = 9;

    private static final int CHUNK = 1 << BITS;
    private static final int PLACE = CHUNK - 1;

    /** By how many nodes a chunk grows at least. */
    private static final int STEP = 8;

    static final int RECORD = 8;
    static final int PARENT = 0;
    static final int SEGMENT = 1;
    static final int MASK = 2;
    static final int INFO = 4;

    /** In an inner node: how many patterns end there or below. */
    static final int PATTERNS = 5;

    private static final int MARK = 6;

    /** How many segments the tail of a leaf can hold. */
    static final int LONGEST_TAIL = 5;

    static final int LARGEST_BUNCH = IdSpace.LARGEST;

    /** In INFO: a leaf; there is a '#' in its tail. */
    static final int LEAF = 1 << 31;

    static final int HASHED = 1 << 30;

    /** In INFO of an inner node: something is filed there, or under a '#' that follows. */
    static final int FILED = 1;

    static final int ENDLESS = 2;

    /** Where in INFO the length of a tail is; below it is the trace. */
    static final int TAIL = 27;

    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle FILINGS = MethodHandles.arrayElementVarHandle(Object[].class);

    private final IdSpace ids = new IdSpace(BITS);
    private volatile int @Nullable [][] records = new int[4][];
    private volatile @Nullable Object @Nullable [][] filings = new Object[4][];

    /** Where a node, or the first leaf of some, is in the list of its parent's children. */
    private int @Nullable [][] positions = new int[4][];

    // ---- what readers use

    /** The chunk that holds a node. */
    int[] chunk(int node) {
        int[] chunk = records[node >>> BITS];
        if (chunk == null) {
            throw new IllegalStateException("node " + node + " does not exist");
        }
        return chunk;
    }

    /** Where a node begins in its chunk. */
    static int base(int node) {
        return (node & PLACE) * RECORD;
    }

    /** A field that changes. */
    static int read(int[] chunk, int at) {
        return (int) INTS.getAcquire(chunk, at);
    }

    int get(int node, int field) {
        return read(chunk(node), base(node) + field);
    }

    /** What is filed at an {@link Ends end}: nothing, one value, or {@link Members}. */
    @Nullable Object filed(int end) {
        Object there = reference(Ends.node(end));
        return there instanceof Children children ? children.filed(Ends.isEndless(end)) : there;
    }

    private @Nullable Object reference(int node) {
        @Nullable Object[] chunk = filings[node >>> BITS];
        return chunk == null ? null : FILINGS.getAcquire(chunk, node & PLACE);
    }

    /**
     * Reads a little of some leaves side by side and of what is filed there, so that it is on its
     * way to the processor.
     *
     * @return anything
     */
    int touch(int first, int count) {
        int[] chunk = chunk(first);
        int base = base(first);
        int last = base + (count - 1) * RECORD;
        @Nullable Object[] filed = filings[first >>> BITS];
        int some = filed == null || filed[first & PLACE] == null ? 0 : 1;
        return chunk[base] + chunk[base + last >>> 1] + chunk[last + RECORD - 1] + some;
    }

    /** The same for an inner node and what is filed there under a '#'. */
    int touchInner(int node) {
        return chunk(node)[base(node)] + (filed(Ends.endless(node)) == null ? 0 : 1);
    }

    /** What {@link Notes} says about an inner node. */
    int mask(int node) {
        return get(node, MASK);
    }

    /** The mark of the edge that leads to an inner node. */
    long mark(int node) {
        int[] chunk = chunk(node);
        int base = base(node) + MARK;
        return (long) chunk[base] << 32 | chunk[base + 1] & 0xFFFFFFFFL;
    }

    static boolean isLeaf(int info) {
        return info < 0;
    }

    /** How many segments the tail of a leaf has. */
    static int tail(int info) {
        return info >>> TAIL & 7;
    }

    static int tailField(int index) {
        return index < 2 ? MASK + index : MASK + 1 + index;
    }

    // ---- what the writer uses

    /**
     * A node that nothing leads to yet.
     *
     * @param mark that of the edge which will
     */
    int inner(int parent, int segment, long mark) {
        int node = create(1);
        int[] chunk = chunk(node);
        int base = base(node);
        Arrays.fill(chunk, base, base + RECORD, 0);
        chunk[base + PARENT] = parent;
        chunk[base + SEGMENT] = segment;
        chunk[base + MARK] = (int) (mark >>> 32);
        chunk[base + MARK + 1] = (int) mark;
        refer(node, new Children());
        return node;
    }

    /** Ids side by side for leaves that are to be written. */
    int leaves(int size) {
        return create(size);
    }

    /** Writes a leaf that nothing leads to yet; its tail is part of a path. */
    void leaf(
            int leaf,
            int parent,
            int segment,
            int[] path,
            int from,
            int to,
            int trace,
            Object filed) {
        int[] chunk = chunk(leaf);
        int base = base(leaf);
        chunk[base + PARENT] = parent;
        chunk[base + SEGMENT] = segment;
        int info = LEAF | to - from << TAIL | trace;
        for (int i = from; i < to; i++) {
            if (path[i] == SegmentTable.HASH) {
                info |= HASHED;
            }
            chunk[base + tailField(i - from)] = path[i];
        }
        chunk[base + INFO] = info;
        refer(leaf, filed);
    }

    /** Makes a leaf, which nothing leads to yet, the same as another. */
    void copy(int from, int to) {
        System.arraycopy(chunk(from), base(from), chunk(to), base(to), RECORD);
        refer(to, reference(from));
    }

    /** The segments of a leaf's tail, and how many there are. */
    int tail(int leaf, int[] into, int at) {
        int[] chunk = chunk(leaf);
        int base = base(leaf);
        int length = tail(chunk[base + INFO]);
        for (int i = 0; i < length; i++) {
            into[at + i] = chunk[base + tailField(i)];
        }
        return length;
    }

    void set(int node, int field, int value) {
        INTS.setRelease(chunk(node), base(node) + field, value);
    }

    int parent(int node) {
        return chunk(node)[base(node) + PARENT];
    }

    int segment(int node) {
        return chunk(node)[base(node) + SEGMENT];
    }

    int position(int node) {
        int[] chunk = positions[node >>> BITS];
        return chunk == null ? 0 : chunk[node & PLACE];
    }

    void position(int node, int position) {
        int[] chunk = positions[node >>> BITS];
        if (chunk != null) {
            chunk[node & PLACE] = position;
        }
    }

    /** The children of an inner node. */
    Children children(int node) {
        if (reference(node) instanceof Children children) {
            return children;
        }
        throw new IllegalStateException("node " + node + " has no children");
    }

    void file(int end, @Nullable Object filed) {
        if (reference(Ends.node(end)) instanceof Children children) {
            children.file(Ends.isEndless(end), filed);
        } else {
            refer(end, filed);
        }
    }

    private void refer(int node, @Nullable Object to) {
        @Nullable Object[] chunk = filings[node >>> BITS];
        if (chunk != null) {
            FILINGS.setRelease(chunk, node & PLACE, to);
        }
    }

    /** Gives nodes free, side by side, that no reader can reach any more. */
    void reclaim(int first, int size) {
        for (int i = 0; i < size; i++) {
            refer(first + i, null);
        }
        int chunk = first >>> BITS;
        if (ids.give(first, size)) {
            records[chunk] = null;
            filings[chunk] = null;
            positions[chunk] = null;
            return;
        }
        int needed = ids.needed(chunk) + STEP;
        if (needed * 3 < size(chunk) * 2) {
            resize(chunk, needed);
        }
    }

    /** How many nodes there is room for in a chunk. */
    private int size(int chunk) {
        int[] there = records[chunk];
        return there == null ? 0 : there.length / RECORD;
    }

    private int create(int size) {
        int chunk = ids.next(size);
        if (chunk > Tree.NODE >>> BITS) {
            throw new IllegalStateException("there are " + ids.size() + " nodes, no more can be");
        }
        if (chunk == records.length) {
            filings = Arrays.copyOf(filings, chunk * 2);
            records = Arrays.copyOf(records, chunk * 2);
            positions = Arrays.copyOf(positions, chunk * 2);
        }
        int first = ids.take(size);
        int needed = (first & PLACE) + size;
        if (needed > size(chunk)) {
            resize(chunk, Math.min(CHUNK, needed + Math.max(STEP, needed >> 4)));
        }
        return first;
    }

    /*
     * A reader that still has the chunk as it was began before anything that happens to the new one.
     * Who comes to a node that had no place there has read an edge to it, so reads the new one; and
     * nobody is at nodes that have none any more, or it reads again (see Lookup).
     */
    private void resize(int chunk, int size) {
        int @Nullable [][] allRecords = records;
        @Nullable Object @Nullable [][] allFilings = filings;
        int[] there = allRecords[chunk];
        @Nullable Object[] filed = allFilings[chunk];
        int[] listed = positions[chunk];
        allFilings[chunk] = filed == null ? new Object[size] : Arrays.copyOf(filed, size);
        allRecords[chunk] =
                there == null ? new int[size * RECORD] : Arrays.copyOf(there, size * RECORD);
        positions[chunk] = listed == null ? new int[size] : Arrays.copyOf(listed, size);
        // Who reads these from now on sees the chunk, too.
        filings = allFilings;
        records = allRecords;
    }

    /** Nodes that exist or wait to be reclaimed. */
    int size() {
        return ids.size();
    }

    boolean exists(int node) {
        return ids.taken(node);
    }

    /** No node has this id or a higher one. */
    int bound() {
        return ids.bound() << BITS;
    }
}
