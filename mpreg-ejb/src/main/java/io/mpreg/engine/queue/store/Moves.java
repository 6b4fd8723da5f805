package io.mpreg.engine.queue.store;

import java.util.Arrays;

/**
 * Where the records went that the journal moved: from the position by which they are known to the
 * one where they are. Takes memory for records that were moved and are not released, and for no
 * others.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Moves {

    private static final long FREE = 0;

    private long[] keys = new long[64];
    private long[] values = new long[64];
    private int size;
    private volatile boolean any;

    /** Notes a move. */
    synchronized void put(long from, long to) {
        any = true;
        if (size * 2 >= keys.length) {
            resize(keys.length * 2);
        }
        int at = find(from);
        size += keys[at] == FREE ? 1 : 0;
        keys[at] = from;
        values[at] = to;
    }

    /** Where a record is that is known by that position. */
    long resolve(long position) {
        if (!any) {
            return position;
        }
        synchronized (this) {
            long now = position;
            for (int at = find(now); keys[at] != FREE; at = find(now)) {
                now = values[at];
            }
            return now;
        }
    }

    /** Where a record is that is known by that position, which is known no more after this. */
    long forget(long position) {
        if (!any) {
            return position;
        }
        synchronized (this) {
            long now = position;
            for (int at = find(now); keys[at] != FREE; at = find(now)) {
                now = values[at];
                remove(at);
            }
            any = size > 0;
            return now;
        }
    }

    synchronized int size() {
        return size;
    }

    /* The place of a key, or the free one where it would be. */
    private int find(long key) {
        int mask = keys.length - 1;
        long hash = key * 0x9E3779B97F4A7C15L;
        int at = (int) (hash >>> 32) & mask;
        while (keys[at] != FREE && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void remove(int at) {
        int mask = keys.length - 1;
        keys[at] = FREE;
        size--;
        // Those behind may belong where there is a gap now.
        for (int next = at + 1 & mask; keys[next] != FREE; next = next + 1 & mask) {
            long key = keys[next];
            long value = values[next];
            keys[next] = FREE;
            int place = find(key);
            keys[place] = key;
            values[place] = value;
        }
    }

    private void resize(int capacity) {
        long[] oldKeys = keys;
        long[] oldValues = Arrays.copyOf(values, values.length);
        keys = new long[capacity];
        values = new long[capacity];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != FREE) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }
}
