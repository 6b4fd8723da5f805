package io.mpreg.engine.queue;

import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Entries that can be delivered, in the order of the queue's type. */
abstract sealed class Ready {

    static Ready of(boolean byPriority) {
        return byPriority ? new ByPriority() : new ByOrder();
    }

    abstract void insert(Entry entry);

    /** The first one, which leaves. */
    abstract @Nullable Entry poll();

    /** Shows them in the order of delivery, the gone ones as well, until the sink has enough. */
    abstract boolean forEach(Predicate<Entry> sink);

    /** In the order of their arrival. */
    private static final class ByOrder extends Ready {
        private final Ring ring = new Ring();

        @Override
        void insert(Entry entry) {
            ring.insert(entry);
        }

        @Override
        @Nullable Entry poll() {
            return ring.poll();
        }

        @Override
        boolean forEach(Predicate<Entry> sink) {
            return ring.forEach(sink);
        }
    }

    /** Higher priority first. */
    private static final class ByPriority extends Ready {
        private final TreeMap<Integer, Ring> rings = new TreeMap<>(Comparator.reverseOrder());

        @Override
        void insert(Entry entry) {
            rings.computeIfAbsent(entry.terms.priority(), p -> new Ring()).insert(entry);
        }

        @Override
        @Nullable Entry poll() {
            var first = rings.firstEntry();
            if (first == null) {
                return null;
            }
            Entry entry = first.getValue().poll();
            if (first.getValue().size() == 0) {
                rings.remove(first.getKey());
            }
            return entry;
        }

        @Override
        boolean forEach(Predicate<Entry> sink) {
            for (Ring ring : rings.values()) {
                if (!ring.forEach(sink)) {
                    return false;
                }
            }
            return true;
        }
    }
}
