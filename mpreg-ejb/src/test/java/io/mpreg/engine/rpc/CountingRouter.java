package io.mpreg.engine.rpc;

import io.mpreg.api.route.Explanation;
import io.mpreg.engine.route.Interest;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.RouteResult;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A router that knows how many interests are filed and what was dispatched. */
final class CountingRouter implements Router {

    final AtomicInteger filed = new AtomicInteger();
    final List<UnifiedMessage> dispatched = new ArrayList<>();
    private final Router router;

    CountingRouter(Router router) {
        this.router = router;
    }

    @Override
    public boolean add(TopicPattern pattern, Interest interest) {
        boolean added = router.add(pattern, interest);
        if (added) {
            filed.incrementAndGet();
        }
        return added;
    }

    @Override
    public boolean remove(TopicPattern pattern, Interest interest) {
        boolean removed = router.remove(pattern, interest);
        if (removed) {
            filed.decrementAndGet();
        }
        return removed;
    }

    @Override
    public RouteResult route(UnifiedMessage message) {
        return router.route(message);
    }

    @Override
    public RouteResult route(TopicName topic, MessageKind kind) {
        return router.route(topic, kind);
    }

    @Override
    public RouteResult dispatch(UnifiedMessage message) {
        dispatched.add(message);
        return router.dispatch(message);
    }

    @Override
    public boolean reachesAnyone(TopicName topic, MessageKind kind) {
        return router.reachesAnyone(topic, kind);
    }

    @Override
    public Explanation explain(TopicName topic, Optional<MessageKind> kind) {
        return router.explain(topic, kind);
    }
}
