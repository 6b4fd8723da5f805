package io.mpreg.engine.topic;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Tells whether something that was found out about a topic still holds after changes to patterns.
 *
 * <p>A change costs the same whatever there is. It counts at the pattern's first literal segments,
 * of which at most three matter; a topic looks at the counts of its own first segments. If one has
 * changed, the latest changed patterns are matched with the topic one by one, so that only a
 * pattern that matches it counts in the end, as long as there were not too many.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; nobody waits. Make a mark before
 * finding out, and a change known after making it.
 */
public final class TopicChanges {

    private static final int COUNTS = 1 << 12;
    private static final int DEPTH = 3;
    private static final int REMEMBERED = 256;
    private static final int CHECKED = 32;

    /** Where the counts are that matter to a topic, and what they were. */
    public static final class Mark {
        private final int[] places;
        private volatile long sum;
        private volatile long last;

        private Mark(int[] places) {
            this.places = places;
        }
    }

    private record Change(long number, TopicPattern pattern) {}

    private final AtomicLongArray counts = new AtomicLongArray(COUNTS);
    private final AtomicReferenceArray<Change> changes = new AtomicReferenceArray<>(REMEMBERED);
    private final AtomicLong last = new AtomicLong();

    /** What is known about topics that the pattern matches holds no longer. */
    public void changed(TopicPattern pattern) {
        long number = last.incrementAndGet();
        changes.set((int) (number % REMEMBERED), new Change(number, pattern));
        long[] keys = new long[TopicGrammar.MAX_SEGMENTS];
        int segments = SegmentKeys.of(pattern.value(), keys);
        long hash = 0;
        int depth = 0;
        while (depth < Math.min(segments, DEPTH)
                && keys[depth] != SegmentKeys.STAR
                && keys[depth] != SegmentKeys.HASH) {
            hash = SlotTable.hash(hash ^ keys[depth++]);
        }
        counts.incrementAndGet(place(hash));
    }

    /** Notes how things stand, before something is found out about a topic. */
    public Mark mark(TopicName topic) {
        int depth = Math.min(topic.segments(), DEPTH);
        int[] places = new int[depth + 1];
        long hash = 0;
        places[0] = place(hash);
        for (int i = 0; i < depth; i++) {
            hash = SlotTable.hash(hash ^ topic.key(i));
            places[i + 1] = place(hash);
        }
        Mark mark = new Mark(places);
        mark.sum = sum(places);
        mark.last = last.get();
        return mark;
    }

    /** Whether what was found out after the mark was made still holds. */
    public boolean holds(Mark mark, TopicName topic) {
        long sum = sum(mark.places);
        return sum == mark.sum || holds(mark, topic, sum);
    }

    private boolean holds(Mark mark, TopicName topic, long sum) {
        long now = last.get();
        long from = mark.last + 1;
        if (now - from >= CHECKED) {
            return false;
        }
        for (long number = from; number <= now; number++) {
            Change change = changes.get((int) (number % REMEMBERED));
            if (change == null || change.number != number || change.pattern.matches(topic)) {
                return false;
            }
        }
        // The number first: a reader that sees the new sum relies on it.
        mark.last = now;
        mark.sum = sum;
        return true;
    }

    private long sum(int[] places) {
        long sum = 0;
        for (int place : places) {
            sum += counts.getAcquire(place);
        }
        return sum;
    }

    private static int place(long hash) {
        return (int) (hash >>> 40) & COUNTS - 1;
    }
}
