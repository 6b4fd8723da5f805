package io.mpreg.bench.queue;

import io.mpreg.api.codec.Codecs;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.engine.cache.CacheSettings;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.journal.JournalSettings;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.node.LocalNode;
import io.mpreg.engine.node.NodeIdentity;
import io.mpreg.engine.node.NodeSettings;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.queue.QueueEngineSettings;
import io.mpreg.engine.rpc.RpcSettings;
import io.mpreg.engine.session.SessionSettings;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A whole node in this process, with the defaults of a node. */
public final class EngineNode implements AutoCloseable {

    private final ExecutorService workers = Executors.newCachedThreadPool(EngineNode::thread);
    private final ThreadTimers timers = new ThreadTimers(EngineNode::thread);
    private final LocalNode node;

    /** Starts one over a folder; what is in its queues is there when this returns. */
    public EngineNode(Path data) {
        node =
                LocalNode.start(
                        new NodeSettings(
                                new NodeIdentity("bench", "bench"),
                                data,
                                GateSettings.defaults(),
                                RpcSettings.defaults(),
                                PubSubSettings.defaults(),
                                QueueEngineSettings.defaults(),
                                JournalSettings.defaults(),
                                CacheSettings.defaults(),
                                MonitorSettings.defaults(),
                                SessionSettings.defaults()),
                        new Platform(Clock.system(), timers, workers, EngineNode::thread));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "node");
        thread.setDaemon(true);
        return thread;
    }

    /** The queues, as an application in the same process has them. */
    public QueueClient queues(String application) {
        return node.client(application, Codecs.plain()).queues();
    }

    @Override
    public void close() {
        node.close();
        timers.close();
        workers.shutdownNow();
    }
}
