package io.mpreg.engine.topic;

import java.util.Arrays;

/**
 * Which children an inner node has. A child knows its position in the list.
 *
 * <p><b>Threads.</b> One at a time.
 */
final class Children {

    private int[] references = {};
    private int count;

    int count() {
        return count;
    }

    /** The child at a position, as {@link Tree} refers to it. */
    int get(int position) {
        return references[position];
    }

    void set(int position, int reference) {
        references[position] = reference;
    }

    /** Adds a child; its position. */
    int add(int reference) {
        if (count == references.length) {
            references = Arrays.copyOf(references, count + (count >> 3) + 1);
        }
        references[count] = reference;
        return count++;
    }

    /**
     * Takes out what is at a position.
     *
     * @return what is there now instead; 0 if nothing
     */
    int remove(int position) {
        int last = references[--count];
        references[position] = last;
        if (count * 4 < references.length) {
            references = Arrays.copyOf(references, count * 2);
        }
        return position == count ? 0 : last;
    }
}
