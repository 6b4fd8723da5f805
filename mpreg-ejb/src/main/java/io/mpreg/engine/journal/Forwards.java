package io.mpreg.engine.journal;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the records went that were moved lately.
 *
 * <p><b>Threads.</b> Guarded by the journal's lock.
 */
final class Forwards {

    /** As many further moves a position is understood at least. */
    static final int MOVES = 262_144;

    private final Map<Long, Moves> moves = new HashMap<>();
    private final Deque<Long> order = new ArrayDeque<>();
    private int records;

    /** Notes a move; those of one segment come in the order of their offsets. */
    void put(long from, long to) {
        Moves segment =
                moves.computeIfAbsent(
                        Journal.segment(from),
                        number -> {
                            order.addLast(number);
                            return new Moves();
                        });
        segment.add(Format.offset(from), to);
        records++;
        while (records - moves.get(order.getFirst()).count > MOVES) {
            records -= moves.remove(order.removeFirst()).count;
        }
    }

    /** Where a record is now; the position itself if nothing is known about it. */
    long resolve(long position) {
        long at = position;
        while (true) {
            Moves segment = moves.get(Journal.segment(at));
            int index = segment == null ? -1 : segment.find(Format.offset(at));
            if (index < 0) {
                return at;
            }
            at = segment.to[index];
        }
    }

    private static final class Moves {
        private int[] from = new int[64];
        private long[] to = new long[64];
        private int count;

        void add(int offset, long position) {
            if (count == from.length) {
                from = Arrays.copyOf(from, count * 2);
                to = Arrays.copyOf(to, count * 2);
            }
            from[count] = offset;
            to[count++] = position;
        }

        int find(int offset) {
            return Arrays.binarySearch(from, 0, count, offset);
        }
    }
}
