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
 *            0        1         2         3         4                  5           6, 7
 * inner   parent   segment   ---- mask ----   children, FILED    their xor
 * leaf    parent   segment   tail 0    tail 1    LEAF, HASHED, n    tail 2      tail 3, 4
 * </pre>
 *
 * A node's children are found through {@link SlotTable}. The xor of their ids is the id of the only
 * one when there is only one. A leaf stands for one pattern, whose last segments are its tail.
 *
 * <p><b>Threads.</b> One thread at a time changes nodes; any number read them meanwhile, as long as
 * they are protected by {@link Grace}. Parent, segment and tail of a node never change.
 */
final class NodeSlab {

    static final int RECORD = 8;
    static final int PARENT = 0;
    static final int SEGMENT = 1;
    static final int MASK = 2;
    static final int INFO = 4;
    static final int XOR = 5;

    /** How many segments the tail of a leaf can hold. */
    static final int LONGEST_TAIL = 5;

    /** In INFO: a leaf; it has n segments as its tail, and a '#' among them. */
    static final int LEAF = 1 << 31;

    static final int HASHED = 1 << 30;
    static final int TAIL = 7;

    /** In INFO of an inner node: something is filed there; and what is to be added per child. */
    static final int FILED = 1;

    static final int CHILD = 2;

    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle FILINGS = MethodHandles.arrayElementVarHandle(Object[].class);

    private final IdSpace ids = new IdSpace();
    private volatile int @Nullable [][] records = new int[4][];
    private volatile @Nullable Object @Nullable [][] filings = new Object[4][];

    // ---- what readers use

    /** The chunk that holds a node. */
    int[] chunk(int node) {
        int[] chunk = records[node >>> IdSpace.BITS];
        if (chunk == null) {
            throw new IllegalStateException("node " + node + " does not exist");
        }
        return chunk;
    }

    /** Where a node begins in its chunk. */
    static int base(int node) {
        return (node & IdSpace.MASK) * RECORD;
    }

    /** A field that changes. */
    static int read(int[] chunk, int at) {
        return (int) INTS.getAcquire(chunk, at);
    }

    int get(int node, int field) {
        return read(chunk(node), base(node) + field);
    }

    /** What is filed at a node: nothing, one value, or {@link Members}. */
    @Nullable Object filed(int node) {
        @Nullable Object[] chunk = filings[node >>> IdSpace.BITS];
        return chunk == null ? null : FILINGS.getAcquire(chunk, node & IdSpace.MASK);
    }

    /** What {@link Notes} says about an inner node. */
    long mask(int node) {
        int[] chunk = chunk(node);
        int base = base(node) + MASK;
        return read(chunk, base) & 0xFFFFFFFFL | (long) read(chunk, base + 1) << 32;
    }

    static boolean isLeaf(int info) {
        return info < 0;
    }

    // ---- what the writer uses

    /** A node that nothing leads to yet. */
    int inner(int parent, int segment) {
        int node = create(parent, segment);
        int[] chunk = chunk(node);
        int base = base(node);
        chunk[base + MASK] = 0;
        chunk[base + MASK + 1] = 0;
        chunk[base + INFO] = 0;
        chunk[base + XOR] = 0;
        return node;
    }

    /** A leaf that nothing leads to yet; its tail is part of a path. */
    int leaf(int parent, int segment, int[] path, int from, int to, Object filed) {
        int node = create(parent, segment);
        int[] chunk = chunk(node);
        int base = base(node);
        int info = LEAF | to - from;
        for (int i = from; i < to; i++) {
            if (path[i] == SegmentTable.HASH) {
                info |= HASHED;
            }
            chunk[base + tailField(i - from)] = path[i];
        }
        chunk[base + INFO] = info;
        file(node, filed);
        return node;
    }

    /** The segments of a leaf's tail, and how many there are. */
    int tail(int leaf, int[] into, int at) {
        int[] chunk = chunk(leaf);
        int base = base(leaf);
        int length = chunk[base + INFO] & TAIL;
        for (int i = 0; i < length; i++) {
            into[at + i] = chunk[base + tailField(i)];
        }
        return length;
    }

    static int tailField(int index) {
        return index < 2 ? MASK + index : MASK + 1 + index;
    }

    void set(int node, int field, int value) {
        INTS.setRelease(chunk(node), base(node) + field, value);
    }

    void mask(int node, long mask) {
        set(node, MASK, (int) mask);
        set(node, MASK + 1, (int) (mask >>> 32));
    }

    void file(int node, @Nullable Object filed) {
        @Nullable Object[] chunk = filings[node >>> IdSpace.BITS];
        if (chunk != null) {
            FILINGS.setRelease(chunk, node & IdSpace.MASK, filed);
        }
    }

    /** Gives a node free that no reader can reach any more. */
    void reclaim(int node) {
        file(node, null);
        if (ids.give(node)) {
            records[node >>> IdSpace.BITS] = null;
            filings[node >>> IdSpace.BITS] = null;
        }
    }

    private int create(int parent, int segment) {
        int chunk = ids.next();
        if (chunk == records.length) {
            filings = Arrays.copyOf(filings, chunk * 2);
            records = Arrays.copyOf(records, chunk * 2);
        }
        if (records[chunk] == null) {
            records[chunk] = new int[IdSpace.CHUNK * RECORD];
            filings[chunk] = new Object[IdSpace.CHUNK];
        }
        int node = ids.take();
        int base = base(node);
        int[] record = chunk(node);
        record[base + PARENT] = parent;
        record[base + SEGMENT] = segment;
        return node;
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
        return ids.bound() << IdSpace.BITS;
    }
}
