package io.mpreg.engine.topic;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Two or more values that are filed under one pattern: a set that is read while it changes.
 *
 * <p><b>Threads.</b> One thread at a time changes it; any number read it meanwhile.
 */
final class Members {

    private static final Object GONE = new Object();
    private static final int SMALLEST = 4;
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(Object[].class);

    private volatile @Nullable Object[] cells = new Object[SMALLEST];
    private volatile int removals;
    private int size;
    private int used;

    int size() {
        return size;
    }

    /**
     * Grows before a value is removed. A value that is removed and added again while the cells are
     * read may be met twice.
     */
    int removals() {
        return removals;
    }

    /** The cells as they are now; read them with {@link #at}. */
    @Nullable Object[] cells() {
        return cells;
    }

    /** The value in a cell, if one is there. */
    static @Nullable Object at(@Nullable Object[] cells, int index) {
        Object value = CELL.getAcquire(cells, index);
        return value == GONE ? null : value;
    }

    boolean add(Object value) {
        if (find(value) >= 0) {
            return false;
        }
        if ((used + 1) * 3 > cells.length * 2) {
            rebuild(size + 1);
        }
        @Nullable Object[] now = cells;
        int at = free(now, value);
        if (now[at] == null) {
            used++;
        }
        size++;
        CELL.setRelease(now, at, value);
        return true;
    }

    boolean remove(Object value) {
        int at = find(value);
        if (at < 0) {
            return false;
        }
        removals++;
        CELL.setRelease(cells, at, GONE);
        size--;
        if (cells.length > SMALLEST && size * 6 < cells.length) {
            rebuild(size);
        }
        return true;
    }

    boolean contains(Object value) {
        return find(value) >= 0;
    }

    /** One of the values. */
    Object any() {
        for (int i = 0; ; i++) {
            Object value = at(cells, i);
            if (value != null) {
                return value;
            }
        }
    }

    private int find(Object value) {
        @Nullable Object[] now = cells;
        for (int at = start(now, value); ; at = at + 1 & now.length - 1) {
            Object there = now[at];
            if (there == null) {
                return -1;
            }
            if (there != GONE && there.equals(value)) {
                return at;
            }
        }
    }

    private static int start(@Nullable Object[] cells, Object value) {
        return (int) SlotTable.hash(value.hashCode()) & cells.length - 1;
    }

    private static int free(@Nullable Object[] cells, Object value) {
        int at = start(cells, value);
        while (cells[at] != null && cells[at] != GONE) {
            at = at + 1 & cells.length - 1;
        }
        return at;
    }

    private void rebuild(int entries) {
        int capacity = SMALLEST;
        while (entries * 2L > capacity) {
            capacity <<= 1;
        }
        @Nullable Object[] next = new Object[capacity];
        @Nullable Object[] now = cells;
        for (int i = 0; i < now.length; i++) {
            Object value = at(now, i);
            if (value != null) {
                next[free(next, value)] = value;
            }
        }
        used = size;
        cells = next;
    }
}
