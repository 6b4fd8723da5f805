package io.mpreg.bench.rpc;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.codec.Codecs;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.rpc.RpcEngine;
import io.mpreg.engine.rpc.RpcSettings;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import io.mpreg.engine.time.UlidSource;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The RPC engine of a node in this process, with real threads and timers. */
final class GraphNode implements AutoCloseable {

    private final ExecutorService workers = Executors.newCachedThreadPool(GraphNode::thread);
    private final ThreadTimers timers = new ThreadTimers(GraphNode::thread);
    private final RpcEngine engine;
    private final RpcClient client;

    GraphNode() {
        NodeInfo node = new NodeInfo("bench", "bench", "0.1");
        engine =
                new RpcEngine(
                        RpcSettings.defaults(),
                        node,
                        new Platform(Clock.system(), timers, workers, GraphNode::thread),
                        new UlidSource(Clock.system(), new Random()),
                        new UnifiedRouter(node),
                        Monitor.OFF);
        client =
                engine.client(
                        new ClientContext(
                                Caller.local("bench"),
                                Codecs.plain(),
                                new Gate(GateSettings.defaults()),
                                workers));
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "bench");
        thread.setDaemon(true);
        return thread;
    }

    RpcClient client() {
        return client;
    }

    /** Where functions run. */
    ExecutorService workers() {
        return workers;
    }

    @Override
    public void close() {
        engine.close();
        timers.close();
        workers.shutdownNow();
    }
}
