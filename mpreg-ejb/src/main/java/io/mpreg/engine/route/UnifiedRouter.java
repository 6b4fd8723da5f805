package io.mpreg.engine.route;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.route.Explanation;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import io.mpreg.engine.topic.TopicTable;
import io.mpreg.engine.topic.TrieTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The router of one node.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class UnifiedRouter implements Router {

    private final NodeInfo node;
    private final TopicTable<Interest> table = new TrieTable<>();
    private final AtomicLong routes = new AtomicLong();

    public UnifiedRouter(NodeInfo node) {
        this.node = node;
    }

    @Override
    public boolean add(TopicPattern pattern, Interest interest) {
        return table.add(pattern, interest);
    }

    @Override
    public boolean remove(TopicPattern pattern, Interest interest) {
        return table.remove(pattern, interest);
    }

    @Override
    public RouteResult route(UnifiedMessage message) {
        return route(message.topic(), message.kind());
    }

    @Override
    public RouteResult route(TopicName topic, MessageKind kind) {
        Map<Interest, Target> targets = new LinkedHashMap<>();
        table.match(
                topic,
                (pattern, interest) -> {
                    if (kind.reaches(interest.kind()) && interest.disabled().isEmpty()) {
                        targets.putIfAbsent(interest, target(interest, pattern));
                    }
                });
        return new RouteResult(
                List.copyOf(targets.values()),
                List.of(node.node()),
                List.of(),
                0,
                0,
                routes.incrementAndGet(),
                "default",
                false,
                "");
    }

    @Override
    public RouteResult dispatch(UnifiedMessage message) {
        RouteResult route = route(message);
        for (Target target : route.targets()) {
            if (target.interest() instanceof Receiver receiver) {
                receiver.accept(message);
            }
        }
        return route;
    }

    @Override
    public boolean reachesAnyone(TopicName topic, MessageKind kind) {
        return !route(topic, kind).targets().isEmpty();
    }

    @Override
    public Explanation explain(TopicName topic, Optional<MessageKind> kind) {
        List<Explanation.Receiver> receivers = new ArrayList<>();
        for (Target t : route(topic, kind.orElse(MessageKind.DATA)).targets()) {
            receivers.add(
                    new Explanation.Receiver(
                            t.interest().kind().system(),
                            t.interest().id(),
                            t.node(),
                            t.cluster(),
                            t.pattern().value(),
                            "pattern '" + t.pattern() + "' matches"));
        }
        return new Explanation(
                topic.value(), receivers, List.of(), List.of(node.node()), 0, "default");
    }

    private Target target(Interest interest, TopicPattern pattern) {
        return new Target(interest, pattern, node.node(), node.cluster(), 1.0);
    }
}
