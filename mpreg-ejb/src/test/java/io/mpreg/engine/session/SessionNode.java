package io.mpreg.engine.session;

import io.mpreg.api.Attachment;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.monitor.MonitorClient;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.route.Explanation;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.cache.CacheEngine;
import io.mpreg.engine.cache.CacheSettings;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.pubsub.Burst;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.queue.MemoryStore;
import io.mpreg.engine.queue.QueueEngine;
import io.mpreg.engine.queue.QueueEngineSettings;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.rpc.RpcEngine;
import io.mpreg.engine.rpc.RpcSettings;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.Trampoline;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import io.mpreg.engine.topic.TopicName;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One node's engines and sessions on virtual time; tasks run when the test says so. */
final class SessionNode implements AutoCloseable {

    static final NodeInfo NODE = new NodeInfo("n1", "c1", "test");

    final VirtualTime time = new VirtualTime();
    final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    final NodeMonitor monitor;
    final UnifiedRouter router = new UnifiedRouter(NODE);
    final Exchange exchange;
    final RpcEngine rpc;
    final CacheEngine cache;
    final QueueEngine queues;
    final Sessions sessions;

    /** Whether asking for queues fails as nobody foresaw. */
    boolean broken;

    private final Platform platform;

    SessionNode() {
        this(SessionSettings.defaults(), PubSubSettings.defaults());
    }

    SessionNode(SessionSettings settings, PubSubSettings pubSub) {
        platform = new Platform(time, time, tasks::add, Thread::new);
        UlidSource ulids = new UlidSource(time, new Random(1));
        monitor = new NodeMonitor(MonitorSettings.defaults(), NODE, platform, ulids);
        exchange = new Exchange(pubSub, NODE, platform, ulids, router, monitor);
        rpc =
                new RpcEngine(
                        RpcSettings.defaults(),
                        NODE,
                        platform,
                        ulids,
                        router,
                        monitor,
                        new Random(2));
        cache = new CacheEngine(CacheSettings.defaults(), NODE, platform, ulids, router, monitor);
        queues =
                new QueueEngine(
                        QueueEngineSettings.defaults(),
                        NODE,
                        platform,
                        ulids,
                        router,
                        monitor,
                        new MemoryStore());
        sessions = new Sessions(settings, NODE, platform, ulids, monitor, Client::new);
    }

    /** A client of the protocol that reads what it is sent. */
    WireClient connect() {
        return new WireClient(this, true);
    }

    /** A client of the protocol that an authenticated user has. */
    WireClient connect(String user, String... roles) {
        return new WireClient(
                this, true, new Caller("test", user, Set.of(roles), Caller.Origin.REMOTE));
    }

    /** A client of the protocol that takes nothing until it is told to. */
    WireClient connectSlow() {
        return new WireClient(this, false);
    }

    /** Runs everything that is due now. */
    void settle() {
        Runnable task;
        while ((task = tasks.poll()) != null) {
            task.run();
        }
    }

    @Override
    public void close() {
        sessions.close();
        settle();
        rpc.close();
        exchange.close();
        queues.close();
        settle();
    }

    /** The engines for one session. */
    private final class Client implements SessionClient {

        private final ClientContext context;
        private final RpcClient calls;
        private final TopicClient topics;
        private final QueueClient queueing;

        Client(Caller caller) {
            context =
                    new ClientContext(
                            caller,
                            new PayloadCodec(),
                            new Gate(GateSettings.defaults()),
                            platform.workers());
            calls =
                    rpc.client(
                            new ClientContext(
                                    caller, context.codec(), context.gate(), new Trampoline()));
            topics = exchange.client(context);
            queueing = queues.client(context);
        }

        @Override
        public CacheClient cache(String region, Optional<String> correlation) {
            return cache.client(context, region, correlation);
        }

        @Override
        public Set<String> regions() {
            return cache.regions();
        }

        @Override
        public Explanation explain(String topic, Optional<MessageKind> kind) {
            return router.explain(TopicName.of(topic), kind);
        }

        @Override
        public Map<String, ?> routeStatistics() {
            return Map.of("routes", 0);
        }

        @Override
        public RpcClient rpc() {
            return calls;
        }

        @Override
        public TopicClient topics() {
            return topics;
        }

        @Override
        public Burst burst() {
            return exchange.burst();
        }

        @Override
        public QueueClient queues() {
            if (broken) {
                throw new IllegalStateException("on purpose");
            }
            return queueing;
        }

        @Override
        public CacheClient cache(String region) {
            return cache(region, Optional.empty());
        }

        @Override
        public MonitorClient monitor() {
            return monitor.client();
        }

        @Override
        public Explanation explain(String topic) {
            return explain(topic, Optional.empty());
        }

        @Override
        public NodeInfo node() {
            return NODE;
        }

        @Override
        public Attachment attachment() {
            return Attachment.REMOTE;
        }
    }
}
