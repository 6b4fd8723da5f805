package io.mpreg.bench.queue;

import io.mpreg.api.MpregClient;
import io.mpreg.api.codec.Codecs;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.node.LocalNode;
import io.mpreg.engine.node.NodeIdentity;
import io.mpreg.engine.node.NodeSettings;
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
        this(data, MonitorSettings.defaults());
    }

    /** The same with another monitor. */
    public EngineNode(Path data, MonitorSettings monitor) {
        NodeSettings preset = NodeSettings.defaults(new NodeIdentity("bench", "bench"), data);
        node =
                LocalNode.start(
                        new NodeSettings(
                                preset.identity(),
                                preset.data(),
                                preset.gate(),
                                preset.router(),
                                preset.rpc(),
                                preset.pubSub(),
                                preset.queue(),
                                preset.journal(),
                                preset.cache(),
                                monitor,
                                preset.session()),
                        new Platform(Clock.system(), timers, workers, EngineNode::thread));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "node");
        thread.setDaemon(true);
        return thread;
    }

    /** The whole client of an application in the same process. */
    public MpregClient client(String application) {
        return node.client(application, Codecs.plain());
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
