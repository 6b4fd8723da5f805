package io.mpreg.engine.node;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.codec.Codecs;
import io.mpreg.engine.cache.CacheEngine;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.pubsub.DurableStore;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.pubsub.store.LazyDurables;
import io.mpreg.engine.queue.QueueEngine;
import io.mpreg.engine.queue.store.JournalStore;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.rpc.RpcEngine;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import java.util.ArrayDeque;
import java.util.Deque;
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
    private final JournalStore store;
    private final QueueEngine queues;
    private final CacheEngine cache;

    /** What has been started and is to be ended, those first that call the others. */
    private final Deque<AutoCloseable> started = new ArrayDeque<>();

    /**
     * Starts all systems; the queues and their messages are recovered when this returns.
     *
     * @throws io.mpreg.api.MpregStorageException if the node's data cannot be read or are in use;
     *     nothing is left running then
     */
    Systems(NodeSettings settings, NodeInfo info, Platform platform) {
        this.info = info;
        this.platform = platform;
        ulids = new UlidSource(platform.clock(), () -> ThreadLocalRandom.current().nextLong());
        gate = new Gate(settings.gate());
        try {
            monitor = begun(new NodeMonitor(settings.monitor(), info, platform, ulids));
            router = new UnifiedRouter(info, settings.router(), platform.clock());
            cache =
                    begun(
                            new CacheEngine(
                                    settings.cache(), info, platform, ulids, router, monitor));
            store =
                    new JournalStore(
                            settings.data().resolve("queues"), settings.journal(), platform);
            started.push(store);
            queues =
                    begun(
                            new QueueEngine(
                                    settings.queue(),
                                    info,
                                    platform,
                                    ulids,
                                    router,
                                    monitor,
                                    store));
            exchange =
                    begun(
                            new Exchange(
                                    settings.pubSub(),
                                    info,
                                    platform,
                                    ulids,
                                    router,
                                    monitor,
                                    durables(settings, platform)));
            rpc = begun(new RpcEngine(settings.rpc(), info, platform, ulids, router, monitor));
            rpc.keepRequestsIn(queues::client);
            rpc.keepResultsIn(
                    new CachedResults(
                            cache,
                            new ClientContext(
                                    Caller.NODE, Codecs.plain(), gate, platform.workers())));
            JournalGauges.show(monitor, store);
            PubSubGauges.show(monitor, exchange);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static DurableStore durables(NodeSettings settings, Platform platform) {
        return LazyDurables.of(
                settings.data().resolve("pubsub"), settings.pubSub().durability(), platform);
    }

    private <T extends AutoCloseable> T begun(T system) {
        started.push(system);
        return system;
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

    /** What queues are kept in. */
    JournalStore store() {
        return store;
    }

    @Override
    public void close() {
        Ending.of(started);
    }
}
