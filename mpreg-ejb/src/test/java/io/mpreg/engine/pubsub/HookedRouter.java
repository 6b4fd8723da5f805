package io.mpreg.engine.pubsub;

import io.mpreg.api.route.Explanation;
import io.mpreg.engine.route.Interest;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.RouteResult;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.util.Optional;

/**
 * A router that lets something happen right before and right after it dispatches a message, and
 * right after it files somebody.
 */
final class HookedRouter implements Router {

    private final Router router;
    Runnable before = () -> {};
    Runnable after = () -> {};
    Runnable filed = () -> {};

    HookedRouter(Router router) {
        this.router = router;
    }

    @Override
    public boolean add(TopicPattern pattern, Interest interest) {
        boolean added = router.add(pattern, interest);
        filed.run();
        return added;
    }

    @Override
    public boolean remove(TopicPattern pattern, Interest interest) {
        return router.remove(pattern, interest);
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
        before.run();
        RouteResult result = router.dispatch(message);
        after.run();
        return result;
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
