package io.mpreg.engine.node;

import io.mpreg.api.NodeInfo;
import io.mpreg.engine.cache.CacheEngine;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.pubsub.store.LazyDurables;
import io.mpreg.engine.queue.QueueEngine;
import io.mpreg.engine.queue.QueueStore;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.rpc.RpcEngine;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The four systems of a node, on one router and watched by one monitor.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Systems implements AutoCloseable {

    private final NodeInfo info;
    private final Platform platform;
    private final UlidSource ulids;
    private final Gate gate;
    private final NodeMonitor monitor;
    private final UnifiedRouter router;
    private final RpcEngine rpc;
    private final Exchange exchange;
    private final QueueEngine queues;
    private final CacheEngine cache;

    Systems(NodeSettings settings, NodeInfo info, Platform platform, QueueStore store) {
        this.info = info;
        this.platform = platform;
        ulids = new UlidSource(platform.clock(), () -> ThreadLocalRandom.current().nextLong());
        gate = new Gate(settings.gate());
        monitor = new NodeMonitor(settings.monitor(), info, platform, ulids);
        router = new UnifiedRouter(info);
        rpc = new RpcEngine(settings.rpc(), info, platform, ulids, router, monitor);
        exchange =
                new Exchange(
                        settings.pubSub(),
                        info,
                        platform,
                        ulids,
                        router,
                        monitor,
                        LazyDurables.of(
                                settings.data().resolve("pubsub"),
                                settings.pubSub().durability(),
                                platform));
        queues = new QueueEngine(settings.queue(), info, platform, ulids, router, monitor, store);
        rpc.keepRequestsIn(queues::client);
        cache = new CacheEngine(settings.cache(), info, platform, ulids, router, monitor);
    }

    NodeInfo info() {
        return info;
    }

    Platform platform() {
        return platform;
    }

    UlidSource ulids() {
        return ulids;
    }

    Gate gate() {
        return gate;
    }

    NodeMonitor monitor() {
        return monitor;
    }

    Router router() {
        return router;
    }

    RpcEngine rpc() {
        return rpc;
    }

    Exchange exchange() {
        return exchange;
    }

    QueueEngine queues() {
        return queues;
    }

    CacheEngine cache() {
        return cache;
    }

    /** Ends those first that call the others. */
    @Override
    public void close() {
        Ending.of(rpc, exchange, queues, cache, monitor);
    }
}
