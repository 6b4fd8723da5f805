package io.mpreg.engine.topic;

import io.mpreg.engine.topic.TopicTemplate.One;
import io.mpreg.engine.topic.TopicTemplate.Two;
import java.util.List;

/**
 * Every topic on which a node itself publishes.
 *
 * <p><b>Threads.</b> Constants.
 */
public final class Taxonomy {

    public static final One RPC_COMMAND_STARTED =
            TopicTemplate.one("mpreg.rpc.command.{command_id%}.started");

    public static final One RPC_COMMAND_PROGRESS =
            TopicTemplate.one("mpreg.rpc.command.{command_id%}.progress");

    public static final One RPC_COMMAND_COMPLETED =
            TopicTemplate.one("mpreg.rpc.command.{command_id%}.completed");

    public static final One RPC_COMMAND_FAILED =
            TopicTemplate.one("mpreg.rpc.command.{command_id%}.failed");

    public static final One RPC_LEVEL_STARTED =
            TopicTemplate.one("mpreg.rpc.level.{level}.started");

    public static final One RPC_LEVEL_COMPLETED =
            TopicTemplate.one("mpreg.rpc.level.{level}.completed");

    public static final Two RPC_DEPENDENCY_RESOLVED =
            TopicTemplate.two("mpreg.rpc.dependency.{from_cmd%}.{to_cmd%}.resolved");

    public static final One QUEUE_ENQUEUED =
            TopicTemplate.one("mpreg.queue.{queue_name%}.enqueued");

    public static final One QUEUE_PROCESSING =
            TopicTemplate.one("mpreg.queue.{queue_name%}.processing");

    public static final One QUEUE_COMPLETED =
            TopicTemplate.one("mpreg.queue.{queue_name%}.completed");

    public static final One QUEUE_FAILED = TopicTemplate.one("mpreg.queue.{queue_name%}.failed");

    public static final One QUEUE_DLQ = TopicTemplate.one("mpreg.queue.{queue_name%}.dlq");

    public static final One SUBSCRIPTION_CREATED =
            TopicTemplate.one("mpreg.pubsub.subscription.{id%}.created");

    public static final One SUBSCRIPTION_DELETED =
            TopicTemplate.one("mpreg.pubsub.subscription.{id%}.deleted");

    public static final Two CACHE_INVALIDATION =
            TopicTemplate.two("mpreg.cache.invalidation.{region%}.{key%}");

    public static final Two CACHE_COORDINATION =
            TopicTemplate.two("mpreg.cache.coordination.{operation}.{region%}");

    public static final One CACHE_GOSSIP = TopicTemplate.one("mpreg.cache.gossip.{node}");

    public static final Two CACHE_EVENTS =
            TopicTemplate.two("mpreg.cache.events.{region%}.{event}");

    public static final Two CACHE_ANALYTICS =
            TopicTemplate.two("mpreg.cache.analytics.{metric}.{region%}");

    public static final Two CACHE_FEDERATION_SYNC =
            TopicTemplate.two("mpreg.cache.federation.sync.{source}.{target}");

    public static final One CLUSTER_JOIN =
            TopicTemplate.one("mpreg.federation.cluster.{cluster_id}.join");

    public static final One CLUSTER_LEAVE =
            TopicTemplate.one("mpreg.federation.cluster.{cluster_id}.leave");

    public static final One FEDERATION_FORWARD =
            TopicTemplate.one("mpreg.federation.forward.{target_cluster}.#");

    public static final Two GOSSIP_MEMBERSHIP =
            TopicTemplate.two("mpreg.gossip.membership.{change}.{node}");

    public static final Two MONITORING_ALERT =
            TopicTemplate.two("mpreg.monitoring.alert.{severity}.{type}");

    public static final One SECURITY_DENIED =
            TopicTemplate.one("mpreg.security.denied.{principal%}");

    public static final Two FEDERATION_ENVELOPE =
            TopicTemplate.two("federation.{source_cluster}.{target_pattern%}");

    /** All of them. */
    public static final List<TopicTemplate> ALL =
            List.of(
                    RPC_COMMAND_STARTED,
                    RPC_COMMAND_PROGRESS,
                    RPC_COMMAND_COMPLETED,
                    RPC_COMMAND_FAILED,
                    RPC_LEVEL_STARTED,
                    RPC_LEVEL_COMPLETED,
                    RPC_DEPENDENCY_RESOLVED,
                    QUEUE_ENQUEUED,
                    QUEUE_PROCESSING,
                    QUEUE_COMPLETED,
                    QUEUE_FAILED,
                    QUEUE_DLQ,
                    SUBSCRIPTION_CREATED,
                    SUBSCRIPTION_DELETED,
                    CACHE_INVALIDATION,
                    CACHE_COORDINATION,
                    CACHE_GOSSIP,
                    CACHE_EVENTS,
                    CACHE_ANALYTICS,
                    CACHE_FEDERATION_SYNC,
                    CLUSTER_JOIN,
                    CLUSTER_LEAVE,
                    FEDERATION_FORWARD,
                    GOSSIP_MEMBERSHIP,
                    MONITORING_ALERT,
                    SECURITY_DENIED,
                    FEDERATION_ENVELOPE);

    private Taxonomy() {}
}
