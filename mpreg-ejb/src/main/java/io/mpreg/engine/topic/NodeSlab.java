package io.mpreg.engine.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a tree of segments, as records of ints in chunks, with a reference each to what is
 * filed there; those that may be inner nodes have one more, to what is filed under a '#' after it.
 *
 * <pre>
 *                0                  1             2           3           4          5, 6   7
 * inner   parent               FILED, ENDLESS   segment     mask       patterns      mark   -
 * leaf    n, HASHED, parent          -          segment   tail 0, ...                     tail 4
 * narrow  n, HASHED, parent   segments 0, 1   segments 2, 3   segments 4, 5
 * </pre>
 *
 * The mask tells which segments' children there are; the mark is that of the edge to the node. A
 * node's children are found through {@link SlotTable}. A leaf stands for one pattern, whose last n
 * segments are its tail. Up to {@link #LARGEST_BUNCH} leaves that the same edge leads to have ids
 * side by side, and records of one kind: narrow ones if all their patterns have at most {@link
 * #WHOLE} segments, with small numbers. A narrow record holds the whole pattern, so that nothing
 * else has to be read to prove that it matches. Chunks with odd numbers hold narrow records only.
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

    /** How many ints a narrow record has, as a power of two; others have twice as many. */
    private static final int WIDTH = 2;

    /** The highest number of a segment that fits into a narrow record. */
    private static final int NUMBERS = (1 << 16) - 1;

    /** How many segments a narrow record has room for. */
    static final int WHOLE = 6;

    static final int HEAD = 0;
    static final int INFO = 1;
    private static final int SEGMENT = 2;
    static final int MASK = 3;

    /** In an inner node: how many patterns end there or below. */
    static final int PATTERNS = 4;

    private static final int MARK = 5;

    /** Where the tail of a leaf begins. */
    private static final int WIDE_TAIL = 3;

    /** Where the pattern of a leaf begins if its record is narrow. */
    private static final int PATTERN = 1;

    /** How many segments the tail of a leaf can hold. */
    static final int LONGEST_TAIL = 5;

    static final int LARGEST_BUNCH = IdSpace.LARGEST;

    /** In the head of a leaf: there is a '#' in its tail. */
    static final int HASHED = 1 << 27;

    /** Where in the head of a leaf the length of its tail and one is; that of a node has 0. */
    static final int TAIL = 28;

    /** In INFO of an inner node: something is filed there, or under a '#' that follows. */
    static final int FILED = 1;

    static final int ENDLESS = 2;

    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);
    private static final VarHandle FILINGS = MethodHandles.arrayElementVarHandle(Object[].class);

    private final IdSpace ids = new IdSpace(BITS, 2);
    private volatile int @Nullable [][] records = new int[4][];
    private volatile @Nullable Object @Nullable [][] filings = new Object[4][];

    /** Where a node, or the first leaf of some, is in the list of its parent's children. */
    private int @Nullable [][] positions = new int[4][];

    /** The children of inner nodes; none where records are narrow. */
    private @Nullable Children @Nullable [][] children = new Children[4][];

    // ---- what readers use

    /** The chunk that holds a node. */
    int[] chunk(int node) {
        int[] chunk = records[node >>> BITS];
        if (chunk == null) {
            throw new IllegalStateException("node " + node + " does not exist");
        }
        return chunk;
    }

    /** 1 if a node's record is narrow, else 0. */
    static int narrow(int node) {
        return node >>> BITS & 1;
    }

    /** How many ints the record of a node has. */
    static int width(int node) {
        return 2 << WIDTH >> narrow(node);
    }

    /** Where a node begins in its chunk. */
    static int base(int node) {
        return (node & PLACE) << WIDTH + 1 >> narrow(node);
    }

    /** The parent of a node that begins there. */
    static int parent(int[] chunk, int base) {
        return chunk[base] & Tree.NODE;
    }

    /** The segment of a node that begins there. */
    static int segment(int[] chunk, int base, int node) {
        return narrow(node) == 0
                ? chunk[base + SEGMENT]
                : whole(chunk, base, depth(chunk, base) - 1);
    }

    /** A segment of the pattern in a narrow record that begins there; 0 if it has no such. */
    static int whole(int[] chunk, int base, int index) {
        return chunk[base + PATTERN + (index >> 1)] >>> ((~index & 1) << 4) & NUMBERS;
    }

    /** How many segments lead to the tail in a narrow record that begins there. */
    static int depth(int[] chunk, int base) {
        int length = WHOLE;
        while (length > 0 && whole(chunk, base, length - 1) == 0) {
            length--;
        }
        return length - tail(chunk[base + HEAD]);
    }

    /** Where in a leaf's record that begins there its tail does; see {@link #tail}. */
    static int tailAt(int[] chunk, int base, int narrow) {
        return narrow == 0 ? WIDE_TAIL : depth(chunk, base);
    }

    /** A segment in a leaf's record that begins there. */
    static int tail(int[] chunk, int base, int narrow, int at) {
        return narrow == 0 ? chunk[base + at] : whole(chunk, base, at);
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
        @Nullable Object[] chunk = filings[Ends.node(end) >>> BITS];
        return chunk == null ? null : FILINGS.getAcquire(chunk, filing(end));
    }

    /** Where in its chunk the reference to what is filed at an end is. */
    private static int filing(int end) {
        return ((end & PLACE) << 1 >> narrow(end)) + (Ends.isEndless(end) ? 1 : 0);
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
        int last = base + (count - 1) * width(first);
        @Nullable Object[] filed = filings[first >>> BITS];
        int some = filed == null || filed[filing(first)] == null ? 0 : 1;
        return chunk[base] + chunk[base + last >>> 1] + chunk[last + 1] + some;
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

    boolean isLeaf(int node) {
        return get(node, HEAD) >>> TAIL != 0;
    }

    /** How many segments the tail of a leaf with that head has. */
    static int tail(int head) {
        return (head >>> TAIL) - 1;
    }

    // ---- what the writer uses

    /**
     * A node that nothing leads to yet.
     *
     * @param mark that of the edge which will
     */
    int inner(int parent, int segment, long mark) {
        int node = create(1, 0);
        int[] chunk = chunk(node);
        int base = base(node);
        Arrays.fill(chunk, base, base + width(node), 0);
        chunk[base + HEAD] = parent;
        chunk[base + SEGMENT] = segment;
        chunk[base + MARK] = (int) (mark >>> 32);
        chunk[base + MARK + 1] = (int) mark;
        Children[] listed = children[node >>> BITS];
        if (listed != null) {
            listed[node & PLACE] = new Children();
        }
        return node;
    }

    /**
     * Ids side by side for leaves that are to be written.
     *
     * @param numbers no number of a segment in them has a bit that this has not
     * @param longest how many segments the longest pattern has
     */
    int leaves(int size, int numbers, int longest) {
        return create(size, numbers <= NUMBERS && longest <= WHOLE ? 1 : 0);
    }

    /**
     * Writes a leaf that nothing leads to yet.
     *
     * @param path the segments of its pattern
     * @param depth how many of them lead to its tail
     */
    void leaf(int leaf, int parent, int[] path, int depth, int length, Object filed) {
        int[] chunk = chunk(leaf);
        int base = base(leaf);
        int head = parent | length - depth + 1 << TAIL;
        for (int i = depth; i < length; i++) {
            head |= path[i] == SegmentTable.HASH ? HASHED : 0;
        }
        chunk[base + HEAD] = head;
        if (narrow(leaf) == 0) {
            chunk[base + SEGMENT] = path[depth - 1];
            System.arraycopy(path, depth, chunk, base + WIDE_TAIL, length - depth);
        } else {
            for (int i = 0; i < WHOLE; i += 2) {
                chunk[base + PATTERN + (i >> 1)] =
                        (i < length ? path[i] << 16 : 0) | (i + 1 < length ? path[i + 1] : 0);
            }
        }
        file(leaf, filed);
    }

    /** The segments of a leaf's tail, and how many there are. */
    int tail(int leaf, int[] into, int at) {
        int[] chunk = chunk(leaf);
        int base = base(leaf);
        int length = tail(chunk[base + HEAD]);
        int from = tailAt(chunk, base, narrow(leaf));
        for (int i = 0; i < length; i++) {
            into[at + i] = tail(chunk, base, narrow(leaf), from + i);
        }
        return length;
    }

    /** A segment of a leaf's tail. */
    int tail(int leaf, int index) {
        int[] chunk = chunk(leaf);
        int base = base(leaf);
        return tail(chunk, base, narrow(leaf), tailAt(chunk, base, narrow(leaf)) + index);
    }

    void set(int node, int field, int value) {
        INTS.setRelease(chunk(node), base(node) + field, value);
    }

    int parent(int node) {
        return parent(chunk(node), base(node));
    }

    int segment(int node) {
        return segment(chunk(node), base(node), node);
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
        Children[] listed = children[node >>> BITS];
        Children found = listed == null ? null : listed[node & PLACE];
        if (found == null) {
            throw new IllegalStateException("node " + node + " has no children");
        }
        return found;
    }

    void file(int end, @Nullable Object filed) {
        @Nullable Object[] chunk = filings[Ends.node(end) >>> BITS];
        if (chunk != null) {
            FILINGS.setRelease(chunk, filing(end), filed);
        }
    }

    /** Gives nodes free, side by side, that no reader can reach any more. */
    void reclaim(int first, int size) {
        int chunk = first >>> BITS;
        Children[] listed = children[chunk];
        for (int node = first; node < first + size; node++) {
            file(node, null);
            if (listed != null) {
                file(Ends.endless(node), null);
                listed[node & PLACE] = null;
            }
        }
        if (ids.give(first, size)) {
            records[chunk] = null;
            filings[chunk] = null;
            positions[chunk] = null;
            children[chunk] = null;
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
        return there == null ? 0 : there.length / width(chunk << BITS);
    }

    private int create(int size, int narrow) {
        int chunk = ids.next(size, narrow);
        if (chunk > Tree.NODE >>> BITS) {
            throw new IllegalStateException("there are " + ids.size() + " nodes, no more can be");
        }
        if (chunk >= records.length) {
            filings = Arrays.copyOf(filings, chunk * 2);
            records = Arrays.copyOf(records, chunk * 2);
            positions = Arrays.copyOf(positions, chunk * 2);
            children = Arrays.copyOf(children, chunk * 2);
        }
        int first = ids.take(size, narrow);
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
        int references = size << 1 >> narrow(chunk << BITS);
        allFilings[chunk] =
                filed == null ? new Object[references] : Arrays.copyOf(filed, references);
        int ints = size * width(chunk << BITS);
        allRecords[chunk] = there == null ? new int[ints] : Arrays.copyOf(there, ints);
        positions[chunk] = listed == null ? new int[size] : Arrays.copyOf(listed, size);
        if (narrow(chunk << BITS) == 0) {
            Children[] lists = children[chunk];
            children[chunk] = lists == null ? new Children[size] : Arrays.copyOf(lists, size);
        }
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
