package io.mpreg.engine.route;

import io.mpreg.api.Registration;
import io.mpreg.api.route.Explanation;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Knows everyone in all four systems who cares about a topic, and brings messages to them.
 *
 * <p>The one place where topics are matched: subscriptions, queue bindings, function providers,
 * cache rules, federation rules and access rules are all filed here.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; routing is never blocked by a change.
 */
public interface Router {

    /**
     * Files a party under a pattern.
     *
     * @return false if it was there already
     */
    boolean add(TopicPattern pattern, Interest interest);

    /**
     * Takes a party out from under a pattern; no route leads there any more when this has returned.
     *
     * @return false if it was not there
     */
    boolean remove(TopicPattern pattern, Interest interest);

    /** Everyone that a message reaches. */
    RouteResult route(UnifiedMessage message);

    /** Everyone that a message of this kind on this topic reaches. */
    RouteResult route(TopicName topic, MessageKind kind);

    /**
     * Routes a message and hands it to every {@link Receiver} that it reaches, on the calling
     * thread.
     */
    RouteResult dispatch(UnifiedMessage message);

    /**
     * Whether a message of this kind on this topic would reach anyone; cheap enough to be asked
     * before an event is built.
     */
    boolean reachesAnyone(TopicName topic, MessageKind kind);

    /**
     * The question of {@link #reachesAnyone} about a topic that is asked for again and again: where
     * nobody is, the answer is kept until something changes.
     */
    default BooleanSupplier audience(TopicName topic, MessageKind kind) {
        return () -> reachesAnyone(topic, kind);
    }

    /** Who would receive a message, why, and who would not; for all kinds if none is given. */
    Explanation explain(TopicName topic, Optional<MessageKind> kind);

    /**
     * Registers a handler of its own for the topics of a pattern.
     *
     * @param id what it is called in explanations
     * @param handler is called on the publisher's thread: it must not block, throw or run foreign
     *     code
     * @return closing it unregisters the handler
     */
    default Registration register(
            String id, TopicPattern pattern, Consumer<? super UnifiedMessage> handler) {
        TopicHandler filed = new TopicHandler(id, handler);
        add(pattern, filed);
        return new Registration() {
            @Override
            public String id() {
                return id;
            }

            @Override
            public void close() {
                remove(pattern, filed);
            }
        };
    }

    /**
     * Tells how long a message on a lane took to its receiver, in milliseconds. Estimates of routes
     * follow what is told here.
     */
    default void measured(Lane lane, double millis) {}

    /** What the router has done so far. */
    default RouterStatistics statistics() {
        return RouterStatistics.NONE;
    }
}
