package io.mpreg.engine.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Copies that wait for consumers that are away. Guarded by the queue's lock. */
final class Absent {

    private final Map<Receiver, Set<Entry.Awaited>> byReceiver = new HashMap<>(0);

    void add(Entry.Awaited copy) {
        copy.place = Entry.Place.AWAY;
        byReceiver.computeIfAbsent(copy.addressee.who(), who -> new LinkedHashSet<>()).add(copy);
    }

    void remove(Entry.Awaited copy) {
        Receiver who = copy.addressee.who();
        Set<Entry.Awaited> copies = byReceiver.get(who);
        if (copies != null && copies.remove(copy) && copies.isEmpty()) {
            byReceiver.remove(who);
        }
    }

    /** What waits for a consumer, in the order in which it began to. */
    List<Entry.Awaited> of(Receiver who) {
        return List.copyOf(byReceiver.getOrDefault(who, Set.of()));
    }

    /** Shows all copies, until somebody has seen enough. */
    void forEach(Predicate<Entry> sink) {
        byReceiver.values().stream().flatMap(Set::stream).allMatch(sink);
    }

    List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        byReceiver.values().forEach(all::addAll);
        return all;
    }
}
