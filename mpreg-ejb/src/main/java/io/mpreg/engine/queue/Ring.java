package io.mpreg.engine.queue;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Entries in the order of delivery, in one array. New ones come at the end and leave at the
 * beginning; those that come back go to their old place, which is near the beginning.
 */
final class Ring {

    private static final int LEAST = 16;

    private @Nullable Entry[] slots = new @Nullable Entry[LEAST];
    private int head;
    private int size;

    int size() {
        return size;
    }

    @Nullable Entry first() {
        return slots[head];
    }

    void insert(Entry entry) {
        if (size == slots.length) {
            resize(slots.length * 2);
        }
        int at = place(entry.order);
        if (at < size / 2) {
            head = index(-1);
            size++;
            for (int i = 0; i < at; i++) {
                slots[index(i)] = slots[index(i + 1)];
            }
        } else {
            for (int i = size; i > at; i--) {
                slots[index(i)] = slots[index(i - 1)];
            }
            size++;
        }
        slots[index(at)] = entry;
    }

    @Nullable Entry poll() {
        Entry entry = slots[head];
        if (entry != null) {
            slots[head] = null;
            head = index(1);
            size--;
            if (slots.length > 1024 && size < slots.length / 8) {
                resize(slots.length / 2);
            }
        }
        return entry;
    }

    /** Shows the entries in order, until the sink has enough. */
    boolean forEach(Predicate<Entry> sink) {
        for (int i = 0; i < size; i++) {
            Entry entry = slots[index(i)];
            if (entry != null && !sink.test(entry)) {
                return false;
            }
        }
        return true;
    }

    /* How many entries come before one of that order. */
    private int place(long order) {
        if (size == 0 || orderAt(size - 1) <= order) {
            return size;
        }
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (orderAt(middle) <= order) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long orderAt(int at) {
        Entry entry = slots[index(at)];
        return entry == null ? Long.MAX_VALUE : entry.order;
    }

    private int index(int at) {
        return head + at & slots.length - 1;
    }

    private void resize(int capacity) {
        @Nullable Entry[] other = new @Nullable Entry[capacity];
        for (int i = 0; i < size; i++) {
            other[i] = slots[index(i)];
        }
        slots = other;
        head = 0;
    }
}
