package io.mpreg.engine.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Deliveries that are not settled, by the time at which they count as failed. All get the same
 * time, so that they are a list in the order of delivery; only those that got more are sorted.
 * Guarded by the queue's lock.
 */
final class Timeouts {

    private final TreeSet<LocalDelivery> extended =
            new TreeSet<>(
                    Comparator.comparingLong((LocalDelivery d) -> d.deadline)
                            .thenComparingLong(d -> d.number));
    private @Nullable LocalDelivery first;
    private @Nullable LocalDelivery last;
    private int size;

    int size() {
        return size;
    }

    long next() {
        long list = first == null ? Alarm.NEVER : first.deadline;
        return extended.isEmpty() ? list : Math.min(list, extended.first().deadline);
    }

    void add(LocalDelivery delivery) {
        delivery.before = last;
        if (last == null) {
            first = delivery;
        } else {
            last.after = delivery;
        }
        last = delivery;
        size++;
    }

    void remove(LocalDelivery delivery) {
        size--;
        if (delivery.extended) {
            extended.remove(delivery);
            return;
        }
        if (delivery.before == null) {
            first = delivery.after;
        } else {
            delivery.before.after = delivery.after;
        }
        if (delivery.after == null) {
            last = delivery.before;
        } else {
            delivery.after.before = delivery.before;
        }
        delivery.before = null;
        delivery.after = null;
    }

    /** Moves the end of a delivery. */
    void extend(LocalDelivery delivery, long deadline) {
        remove(delivery);
        delivery.extended = true;
        delivery.deadline = deadline;
        extended.add(delivery);
        size++;
    }

    /** The deliveries whose time is up; they stay. */
    List<LocalDelivery> due(long now) {
        List<LocalDelivery> due = new ArrayList<>();
        for (LocalDelivery d = first; d != null && d.deadline <= now; d = d.after) {
            due.add(d);
        }
        for (LocalDelivery d : extended) {
            if (d.deadline > now) {
                break;
            }
            due.add(d);
        }
        return due;
    }

    /** The deliveries of that kind; they stay. */
    List<LocalDelivery> select(Predicate<LocalDelivery> wanted) {
        List<LocalDelivery> chosen = new ArrayList<>();
        forEach(
                d -> {
                    if (wanted.test(d)) {
                        chosen.add(d);
                    }
                });
        return chosen;
    }

    void forEach(Consumer<LocalDelivery> sink) {
        for (LocalDelivery d = first; d != null; d = d.after) {
            sink.accept(d);
        }
        extended.forEach(sink);
    }
}
