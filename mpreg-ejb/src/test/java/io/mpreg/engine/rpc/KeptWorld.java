package io.mpreg.engine.rpc;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.journal.SimJournal;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.queue.QueueEngine;
import io.mpreg.engine.queue.QueueEngineSettings;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A node with RPC and queues that can stop and die, on virtual time with a seeded scheduler. */
final class KeptWorld {

    private static final NodeInfo NODE = new NodeInfo("n1", "c1", "0.1");

    final VirtualTime time = new VirtualTime();
    private final @Nullable SimJournal journal;
    private final long seed;
    private int starts;
    SurvivingStore store = new SurvivingStore();
    SeededScheduler scheduler;
    QueueEngine queues;
    RpcEngine rpc;
    RpcClient client;

    /** A node whose queues are in a store that keeps everything at once. */
    static KeptWorld simple(long seed) {
        return new KeptWorld(seed, false);
    }

    /** A node whose queues are in a journal on a simulated disk. */
    static KeptWorld journal(long seed) {
        return new KeptWorld(seed, true);
    }

    private KeptWorld(long seed, boolean journaled) {
        this.seed = seed;
        this.journal =
                journaled
                        ? new SimJournal(new Platform(time, time, Runnable::run, Thread::new))
                        : null;
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
                        journal == null ? store : journal.store());
        rpc =
                new RpcEngine(
                        RpcSettings.defaults(),
                        NODE,
                        platform,
                        ulids,
                        router,
                        Monitor.OFF,
                        new Random(seed + starts));
        rpc.keepRequestsIn(queues::client);
        client = rpc.client(context(Caller.local("app")));
    }

    ClientContext context(Caller caller) {
        return new ClientContext(
                caller, new TreeCodec(), new Gate(GateSettings.defaults()), scheduler);
    }

    /** Runs what can run without time passing. */
    void drain() {
        do {
            scheduler.drain();
            work();
        } while (scheduler.pending() > 0);
    }

    /** Lets the disk do what it has to. */
    void work() {
        if (journal != null) {
            journal.work();
        }
    }

    void advance(Duration duration) {
        time.advance(duration);
        drain();
    }

    /** Stops in order and starts again. */
    void restart() {
        rpc.close();
        drain();
        queues.close();
        scheduler.drain();
        store = store.crash();
        start();
    }

    /** Loses power and starts again: nothing that was under way ends. */
    void crash() {
        if (journal != null) {
            journal.losePower(new Random(seed + starts));
        }
        store = store.crash();
        start();
    }
}
