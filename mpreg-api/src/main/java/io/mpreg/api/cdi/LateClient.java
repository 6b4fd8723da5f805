package io.mpreg.api.cdi;

import io.mpreg.api.Attachment;
import io.mpreg.api.MpregClient;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.monitor.MonitorClient;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.route.Explanation;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.topic.TopicClient;

/** The injected client: every operation goes to the node that is there at that moment. */
final class LateClient implements MpregClient {

    private final LateNode node;
    private final LateRpc rpc;
    private final LateTopics topics;
    private final LateQueues queues;
    private final LateMonitor monitor;

    LateClient(LateNode node) {
        this.node = node;
        this.rpc = new LateRpc(node);
        this.topics = new LateTopics(node);
        this.queues = new LateQueues(node);
        this.monitor = new LateMonitor(node);
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
    public QueueClient queues() {
        return queues;
    }

    @Override
    public CacheClient cache(String region) {
        return new LateCache(node, region);
    }

    @Override
    public MonitorClient monitor() {
        return monitor;
    }

    @Override
    public Explanation explain(String topic) {
        return node.client().explain(topic);
    }

    @Override
    public NodeInfo node() {
        return node.client().node();
    }

    @Override
    public Attachment attachment() {
        return node.reach().way();
    }
}
