package io.mpreg.engine.route;

import io.mpreg.api.Priority;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicTable;
import io.mpreg.engine.topic.TrieTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The policies in their order.
 *
 * <p><b>Threads.</b> Immutable.
 */
final class Policies {

    /** A policy and its place in the order. */
    record Ranked(int rank, RoutingPolicy policy) {}

    private final List<RoutingPolicy> list;
    private final TopicTable<Ranked> table = new TrieTable<>();
    private final Ranked otherwise;
    private final boolean byPriority;

    Policies(List<RoutingPolicy> list, RoutingPolicy otherwise) {
        this.list = List.copyOf(list);
        for (int i = 0; i < list.size(); i++) {
            table.add(list.get(i).pattern(), new Ranked(i, list.get(i)));
        }
        this.otherwise = new Ranked(Integer.MAX_VALUE, otherwise);
        this.byPriority = list.stream().anyMatch(policy -> !policy.priorities().isEmpty());
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

    /** The ids of all, that of the one which applies otherwise included. */
    List<String> ids() {
        List<String> ids = new ArrayList<>();
        list.forEach(policy -> ids.add(policy.id()));
        ids.add(otherwise.policy.id());
        return ids;
    }
}
