package io.mpreg.engine.queue;

import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is due later: messages that are delayed, and the ends of those that expire. Guarded by the
 * queue's lock.
 */
final class Agenda {

    private static final int TIDY_FROM = 1024;

    private PriorityQueue<Due> dues = new PriorityQueue<>();
    private long count;
    private int delayed;
    private int stale;

    /** When the next thing is due. */
    long next() {
        Due first = dues.peek();
        return first == null ? Alarm.NEVER : first.at;
    }

    int delayed() {
        return delayed;
    }

    void delay(Entry entry, long due) {
        entry.place = Entry.Place.DELAYED;
        delayed++;
        dues.add(new Due(due, count++, entry, false));
    }

    void expire(Entry entry, long due) {
        dues.add(new Due(due, count++, entry, true));
    }

    /** Notes that a delayed entry has left before it was due. */
    void left() {
        delayed--;
        stale();
    }

    /** Notes that an entry whose end is here is gone. */
    void stale() {
        stale++;
        if (stale > TIDY_FROM && stale > dues.size() / 2) {
            PriorityQueue<Due> kept = new PriorityQueue<>();
            dues.stream().filter(Due::matters).forEach(kept::add);
            dues = kept;
            stale = 0;
        }
    }

    /** Takes out the earliest thing that is due by now, if there is one. */
    @Nullable Due poll(long now) {
        Due first;
        while ((first = dues.peek()) != null && first.at <= now) {
            dues.poll();
            if (first.matters()) {
                delayed -= first.end ? 0 : 1;
                return first;
            }
            stale = Math.max(0, stale - 1);
        }
        return null;
    }

    /** Everything that is delayed, in no order. */
    void forEachDelayed(Consumer<Entry> sink) {
        for (Due due : dues) {
            if (!due.end && due.matters()) {
                sink.accept(due.entry);
            }
        }
    }

    /** Everything that is delayed, the earliest first. */
    List<Entry> allDelayed() {
        return dues.stream().filter(d -> !d.end && d.matters()).sorted().map(d -> d.entry).toList();
    }

    /** Something that is due. */
    static final class Due implements Comparable<Due> {
        final long at;
        final long number;
        final Entry entry;

        /** Whether it is the end of the entry rather than of its delay. */
        final boolean end;

        Due(long at, long number, Entry entry, boolean end) {
            this.at = at;
            this.number = number;
            this.entry = entry;
            this.end = end;
        }

        boolean matters() {
            return end
                    ? entry.place != Entry.Place.GONE && entry.place != Entry.Place.DEAD
                    : entry.place == Entry.Place.DELAYED;
        }

        @Override
        public int compareTo(Due other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }
}
