package io.mpreg.engine.route;

import io.mpreg.api.Priority;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicTable;
import io.mpreg.engine.topic.TrieTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The policies in their order.
 *
 * <p><b>Threads.</b> Immutable but for the counts.
 */
final class Policies {

    /** A policy, its place in the order, and how often it was applied. */
    record Ranked(int rank, RoutingPolicy policy, LongAdder applied) {}

    private final List<RoutingPolicy> list;
    private final TopicTable<Ranked> table = new TrieTable<>();
    private final Map<String, LongAdder> applied = new HashMap<>();
    private final Ranked otherwise;
    private final boolean byPriority;

    Policies(List<RoutingPolicy> list, RoutingPolicy otherwise) {
        this.list = List.copyOf(list);
        for (int i = 0; i < list.size(); i++) {
            table.add(list.get(i).pattern(), ranked(i, list.get(i)));
        }
        this.otherwise = ranked(Integer.MAX_VALUE, otherwise);
        this.byPriority = list.stream().anyMatch(policy -> !policy.priorities().isEmpty());
    }

    private Ranked ranked(int rank, RoutingPolicy policy) {
        return new Ranked(
                rank, policy, applied.computeIfAbsent(policy.id(), id -> new LongAdder()));
    }

    List<RoutingPolicy> list() {
        return list;
    }

    /** Whether a message's priority matters. */
    boolean byPriority() {
        return byPriority;
    }

    /** The first policy that fits. */
    Ranked first(TopicName topic, MessageKind kind, Priority priority) {
        if (list.isEmpty()) {
            return otherwise;
        }
        Ranked[] first = {otherwise};
        table.values(
                topic,
                ranked -> {
                    if (ranked.rank < first[0].rank && ranked.policy.fits(kind, priority)) {
                        first[0] = ranked;
                    }
                });
        return first[0];
    }

    /** Goes on with the counts of others. */
    Policies countingOnFrom(Policies before) {
        before.applied.forEach(
                (id, count) -> applied.computeIfAbsent(id, i -> new LongAdder()).add(count.sum()));
        return this;
    }

    Map<String, Long> applications() {
        Map<String, Long> applications = new HashMap<>();
        applied.forEach((id, count) -> applications.put(id, count.sum()));
        return Map.copyOf(applications);
    }
}
