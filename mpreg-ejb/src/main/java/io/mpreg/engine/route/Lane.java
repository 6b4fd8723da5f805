package io.mpreg.engine.route;

import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;

/** What goes alike: messages of one lane take about the same time from their sender to a party. */
public enum Lane {
    CACHE_INVALIDATION(2, 2.0),
    CACHE_COORDINATION(3, 1.5),
    CACHE_GOSSIP(5, 1.0),
    CACHE_MONITORING(10, 0.5),
    RPC(10, 2.0),
    PUBSUB(5, 1.0),
    QUEUE(15, 1.5),
    /** Events of the node: like pub/sub, and before it. */
    CONTROL(5, 2.0),
    /** Between clusters: what the link takes comes on top. */
    FEDERATION(5, 1.0);

    private static final TopicPattern INVALIDATION = TopicPattern.of("mpreg.cache.invalidation.#");
    private static final TopicPattern COORDINATION = TopicPattern.of("mpreg.cache.coordination.#");
    private static final TopicPattern GOSSIP = TopicPattern.of("mpreg.cache.gossip.#");
    private static final TopicPattern OTHER = TopicPattern.of("mpreg.cache.#");

    private final double initialMs;
    private final double weight;

    Lane(double initialMs, double weight) {
        this.initialMs = initialMs;
        this.weight = weight;
    }

    /** What is assumed before anything was measured, in milliseconds. */
    public double initialMs() {
        return initialMs;
    }

    /** The share of a party of this lane where one of several is chosen. */
    public double weight() {
        return weight;
    }

    /** The lane on which a message on a topic comes to a party. */
    public static Lane of(InterestKind kind, TopicName topic) {
        return switch (kind) {
            case PROVIDER -> RPC;
            case QUEUE_BINDING -> QUEUE;
            case FEDERATION_RULE -> FEDERATION;
            case CACHE_RULE -> topic.isControl() ? ofControl(topic) : CACHE_INVALIDATION;
            default -> topic.isControl() ? ofControl(topic) : PUBSUB;
        };
    }

    private static Lane ofControl(TopicName topic) {
        if (!OTHER.matches(topic)) {
            return CONTROL;
        }
        if (INVALIDATION.matches(topic)) {
            return CACHE_INVALIDATION;
        }
        if (COORDINATION.matches(topic)) {
            return CACHE_COORDINATION;
        }
        return GOSSIP.matches(topic) ? CACHE_GOSSIP : CACHE_MONITORING;
    }
}
