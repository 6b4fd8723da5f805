package io.mpreg.client;

import io.mpreg.api.Attachment;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.codec.ApplicationCodec;
import io.mpreg.api.monitor.MonitorClient;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.route.Explanation;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.bin.QueueForm;
import java.util.List;
import java.util.function.Consumer;

/** A client that speaks the protocol of a node over links of any kind. */
final class ProtocolClient implements RemoteMpregClient {

    private static final System.Logger LOG = System.getLogger(ProtocolClient.class.getName());

    private final Connection connection;
    private final ApplicationCodec codec;
    private final RemoteTopics topics;
    private final RemoteQueues queues;
    private final Providers providers;
    private final RemoteRpc rpc;
    private final RemoteMonitor monitor;
    private final Flights flights = new Flights();

    ProtocolClient(
            Connector connector,
            ClientSettings settings,
            ClientThreads threads,
            ApplicationCodec codec) {
        this.connection = new Connection(connector, settings, threads);
        this.codec = codec;
        Ids ids = new Ids();
        this.topics = new RemoteTopics(connection, codec, ids, settings.window());
        this.queues = new RemoteQueues(connection, codec, ids);
        this.providers = new Providers(connection, codec);
        this.rpc = new RemoteRpc(connection, codec, providers);
        this.monitor = new RemoteMonitor(connection);
        connection.observe(state -> providers.abandon());
    }

    /** Begins to connect; requests wait for it. */
    ProtocolClient start() {
        connection.start(
                new Pushes() {
                    @Override
                    public void push(String op, Fields frame) {
                        ProtocolClient.this.push(op, frame);
                    }

                    @Override
                    public void messages(List<Bundle> messages) {
                        topics.messages(messages);
                    }

                    @Override
                    public void delivery(QueueForm.Pushed delivery) {
                        queues.delivery(delivery);
                    }

                    @Override
                    public void invocation(InvokeForm.Invoked invoked) {
                        providers.invoke(invoked);
                    }
                });
        return this;
    }

    private void push(String op, Fields frame) {
        switch (op) {
            case "message" -> topics.message(frame);
            case "subscription.ended" -> topics.ended(frame);
            case "delivery" -> queues.delivery(QueueFrames.delivery(frame));
            case "rpc.invoke" -> providers.invoke(frame);
            case "rpc.cancelled" -> providers.cancelled(frame);
            case "error" ->
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "the node refuses a frame: {0}",
                            Failures.of(frame).toString());
            default -> LOG.log(System.Logger.Level.DEBUG, "ignores a push of op {0}", op);
        }
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
        if (region.isEmpty()) {
            throw MpregRequestException.field("region", "must not be empty");
        }
        return new RemoteCache(region, connection, codec, flights);
    }

    @Override
    public MonitorClient monitor() {
        return monitor;
    }

    @Override
    public Explanation explain(String topic) {
        return monitor.explain(topic);
    }

    @Override
    public NodeInfo node() {
        if (connection.state() != ConnectionState.CONNECTED) {
            Failures.await(connection.request(Request.op("ping")));
        }
        return connection.node();
    }

    @Override
    public Attachment attachment() {
        return connection.connector().attachment();
    }

    @Override
    public ConnectionState state() {
        return connection.state();
    }

    @Override
    public void onState(Consumer<ConnectionState> observer) {
        connection.observe(observer);
    }

    @Override
    public void close() {
        if (connection.state() == ConnectionState.CLOSED) {
            return;
        }
        queues.closing();
        connection.close();
        topics.closed();
        connection.threads().close();
        codec.close();
    }
}
