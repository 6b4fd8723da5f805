package io.mpreg.engine.node;

import io.mpreg.api.Attachment;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.monitor.MonitorClient;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.route.Explanation;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.cache.CacheClients;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.pubsub.Burst;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.session.SessionClient;
import io.mpreg.engine.topic.TopicName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** The node as one application or session in its process uses it: method calls, nothing else. */
final class NodeClient implements SessionClient {

    private final Systems systems;
    private final RpcClient rpc;
    private final TopicClient topics;
    private final QueueClient queues;
    private final CacheClients regions;

    /**
     * @param calls where functions of this client run, and what follows on its calls
     * @param queueing where its consumers run, and what follows on what it sends and settles
     */
    NodeClient(Systems systems, ClientContext context, Executor calls, Executor queueing) {
        this.systems = systems;
        this.rpc = systems.rpc().client(on(calls, context));
        this.topics = systems.exchange().client(context);
        this.queues = systems.queues().client(on(queueing, context));
        this.regions = systems.cache().clients(context);
    }

    private static ClientContext on(Executor executor, ClientContext context) {
        return new ClientContext(context.caller(), context.codec(), context.gate(), executor);
    }

    @Override
    public RpcClient rpc() {
        return rpc;
    }

    @Override
    public TopicClient topics() {
        return topics;
    }

    @Override
    public Burst burst() {
        return systems.exchange().burst();
    }

    @Override
    public QueueClient queues() {
        return queues;
    }

    @Override
    public CacheClient cache(String region) {
        return regions.region(region);
    }

    @Override
    public CacheClient cache(String region, Optional<String> correlation) {
        return regions.region(region, correlation);
    }

    @Override
    public MonitorClient monitor() {
        return systems.monitor().client();
    }

    @Override
    public Explanation explain(String topic) {
        return explain(topic, Optional.empty());
    }

    @Override
    public Explanation explain(String topic, Optional<MessageKind> kind) {
        return systems.router().explain(TopicName.of(topic), kind);
    }

    @Override
    public Set<String> regions() {
        return systems.cache().regions();
    }

    @Override
    public Map<String, ?> routeStatistics() {
        return RouteReport.of(systems.router().statistics());
    }

    @Override
    public NodeInfo node() {
        return systems.info();
    }

    @Override
    public Attachment attachment() {
        return Attachment.SHARED;
    }
}
