package io.mpreg.engine.rpc;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.queue.QueueEngine;
import io.mpreg.engine.queue.QueueEngineSettings;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.Random;

/** A node with RPC and queues that can stop and die, on virtual time with a seeded scheduler. */
final class KeptWorld {

    private static final NodeInfo NODE = new NodeInfo("n1", "c1", "0.1");

    final VirtualTime time = new VirtualTime();
    final DurableSettings settings;
    private final long seed;
    private int starts;
    SurvivingStore store = new SurvivingStore();
    SeededScheduler scheduler;
    QueueEngine queues;
    RpcEngine rpc;
    RpcClient client;

    KeptWorld(long seed) {
        this(seed, DurableSettings.defaults());
    }

    KeptWorld(long seed, DurableSettings settings) {
        this.seed = seed;
        this.settings = settings;
        start();
    }

    private void start() {
        scheduler = new SeededScheduler(seed + starts++);
        UlidSource ulids = new UlidSource(time, new Random(seed + starts));
        UnifiedRouter router = new UnifiedRouter(NODE);
        Platform platform = new Platform(time, time, scheduler, Thread::new);
        queues =
                new QueueEngine(
                        QueueEngineSettings.defaults(),
                        NODE,
                        platform,
                        ulids,
                        router,
                        Monitor.OFF,
                        store);
        rpc =
                new RpcEngine(
                        RpcSettings.defaults().durable(settings),
                        NODE,
                        platform,
                        ulids,
                        router,
                        Monitor.OFF,
                        new Random(seed + starts));
        rpc.keepRequestsIn(queues::client);
        client = rpc.client(context(Caller.local("app")));
    }

    private ClientContext context(Caller caller) {
        return new ClientContext(
                caller, new TreeCodec(), new Gate(GateSettings.defaults()), scheduler);
    }

    /** Runs what can run without time passing. */
    void drain() {
        scheduler.drain();
    }

    void advance(Duration duration) {
        time.advance(duration);
        drain();
    }

    /** Stops in order and starts again. */
    void restart() {
        rpc.close();
        scheduler.drain();
        queues.close();
        scheduler.drain();
        store = store.crash();
        start();
    }

    /** Dies and starts again: nothing that was under way ends. */
    void crash() {
        store = store.crash();
        start();
    }
}
