package io.mpreg.bench.pubsub;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.codec.Codecs;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.pubsub.ExchangeStatistics;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import io.mpreg.engine.time.UlidSource;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The pub/sub of a node in this process, put together as a node does it: monitor and backlog on.
 */
final class LocalPubSub implements AutoCloseable {

    private final ExecutorService workers = Executors.newCachedThreadPool(LocalPubSub::thread);
    private final ThreadTimers timers = new ThreadTimers(LocalPubSub::thread);
    private final NodeMonitor monitor;
    private final Exchange exchange;

    LocalPubSub(PubSubSettings settings) {
        NodeInfo node = new NodeInfo("bench", "bench", "0.1");
        Platform platform = new Platform(Clock.system(), timers, workers, LocalPubSub::thread);
        UlidSource ulids = new UlidSource(Clock.system(), new Random());
        monitor = new NodeMonitor(MonitorSettings.defaults(), node, platform, ulids);
        exchange = new Exchange(settings, node, platform, ulids, new UnifiedRouter(node), monitor);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "bench");
        thread.setDaemon(true);
        return thread;
    }

    /** A client of its own, as an application has one. */
    TopicClient client(String application) {
        return exchange.client(
                new ClientContext(
                        Caller.local(application),
                        Codecs.plain(),
                        new Gate(GateSettings.defaults()),
                        workers));
    }

    ExchangeStatistics statistics() {
        return exchange.statistics();
    }

    @Override
    public void close() {
        exchange.close();
        monitor.close();
        timers.close();
        workers.shutdownNow();
    }
}
