package io.mpreg.engine.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Copies that wait for the consumers of a group, or for one consumer. Of each ordering key only the
 * first can be delivered; the others wait until it is done. Guarded by the queue's lock.
 */
final class Line {

    private final Ready ready;
    private final Map<String, Lane> lanes = new HashMap<>(0);

    /** How many in {@link #ready} still wait; the others are left there until they come up. */
    private int deliverable;

    private int behind;

    Line(boolean byPriority) {
        ready = Ready.of(byPriority);
    }

    /** How many wait. */
    int size() {
        return deliverable + behind;
    }

    /** How many could be delivered now. */
    int deliverable() {
        return deliverable;
    }

    /** Takes in a copy that was not here before. */
    void add(Entry entry) {
        entry.place = Entry.Place.WAITING;
        if (entry.terms.orderingKey().isPresent()) {
            String key = entry.terms.orderingKey().get();
            Lane lane = lanes.get(key);
            if (lane != null) {
                lane.waiting.addLast(entry);
                behind++;
                return;
            }
            lanes.put(key, new Lane(entry));
        }
        insert(entry);
    }

    /** Takes back a copy that was taken, or was put off after that. */
    void putBack(Entry entry) {
        entry.place = Entry.Place.WAITING;
        insert(entry);
    }

    /** The next copy to be delivered, which leaves the line but keeps its ordering key. */
    @Nullable Entry take() {
        while (deliverable > 0) {
            Entry entry = ready.poll();
            if (entry == null) {
                throw new IllegalStateException("the line lost " + deliverable + " entries");
            }
            if (entry.place == Entry.Place.WAITING) {
                deliverable--;
                return entry;
            }
        }
        return null;
    }

    /**
     * Lets go of a copy for good: it has been marked as not waiting before.
     *
     * @param waited whether it waited here
     */
    void leave(Entry entry, boolean waited) {
        if (entry.terms.orderingKey().isEmpty()) {
            deliverable -= waited ? 1 : 0;
            return;
        }
        String key = entry.terms.orderingKey().get();
        Lane lane = lanes.get(key);
        if (lane == null || lane.current != entry) {
            behind -= waited ? 1 : 0;
            return;
        }
        deliverable -= waited ? 1 : 0;
        Entry next;
        while ((next = lane.waiting.pollFirst()) != null) {
            if (next.place == Entry.Place.WAITING) {
                behind--;
                lane.current = next;
                insert(next);
                return;
            }
        }
        lanes.remove(key);
    }

    /** Shows all that wait, the ones that can be delivered first, until the sink has enough. */
    void forEach(Predicate<Entry> sink) {
        Predicate<Entry> waiting = e -> e.place != Entry.Place.WAITING || sink.test(e);
        if (ready.forEach(waiting)) {
            for (Lane lane : lanes.values()) {
                for (Entry entry : lane.waiting) {
                    if (!waiting.test(entry)) {
                        return;
                    }
                }
            }
        }
    }

    /** All that wait, the ones that can be delivered first. */
    List<Entry> all() {
        List<Entry> all = new ArrayList<>(size());
        forEach(all::add);
        return all;
    }

    private void insert(Entry entry) {
        ready.insert(entry);
        deliverable++;
    }

    /** The copies of one ordering key. */
    private static final class Lane {
        private Entry current;
        private final ArrayDeque<Entry> waiting = new ArrayDeque<>(4);

        Lane(Entry first) {
            current = first;
        }
    }
}
