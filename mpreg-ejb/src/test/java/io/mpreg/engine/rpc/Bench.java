package io.mpreg.engine.rpc;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A node's RPC on virtual time, with a seeded scheduler in place of every executor. */
final class Bench {

    static final NodeInfo NODE = new NodeInfo("n1", "c1", "0.1");

    final VirtualTime time = new VirtualTime();

    /** How often somebody asked for the date: whoever makes an id or a message does. */
    final AtomicInteger datesAsked = new AtomicInteger();

    final SeededScheduler scheduler;
    final CountingRouter router = new CountingRouter(new UnifiedRouter(NODE));
    final List<Event> events = new ArrayList<>();
    final UlidSource ulids;
    final RpcEngine engine;
    final RpcClient client;

    Bench(long seed) {
        this(seed, RpcSettings.defaults());
    }

    Bench(long seed, RpcSettings settings) {
        scheduler = new SeededScheduler(seed);
        ulids = new UlidSource(clock(), new Random(seed));
        engine =
                new RpcEngine(
                        settings,
                        NODE,
                        new Platform(clock(), time, scheduler, Thread::new),
                        ulids,
                        router,
                        monitor(),
                        new Random(seed));
        client = engine.client(context("app"));
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public long nanos() {
                return time.nanos();
            }

            @Override
            public long millis() {
                datesAsked.incrementAndGet();
                return time.millis();
            }
        };
    }

    private Monitor monitor() {
        return new Monitor() {
            @Override
            public boolean watches(MpregSystem system) {
                return true;
            }

            @Override
            public void record(Event event) {
                events.add(event);
            }
        };
    }

    ClientContext context(String application) {
        return new ClientContext(
                Caller.local(application),
                new TreeCodec(),
                new Gate(GateSettings.defaults()),
                scheduler);
    }

    RpcClient another(String application) {
        return engine.client(context(application));
    }

    /** Starts a request and runs what can run without time passing. */
    CompletableFuture<RpcResult> start(RpcRequest request) {
        CompletableFuture<RpcResult> result = client.executeAsync(request).toCompletableFuture();
        scheduler.drain();
        return result;
    }

    /** Lets time pass, and runs what can run then. */
    void advance(Duration duration) {
        time.advance(duration);
        scheduler.drain();
    }

    /** Runs a request that needs no time. */
    RpcResult run(RpcRequest request) {
        CompletableFuture<RpcResult> result = start(request);
        if (!result.isDone()) {
            throw new AssertionError("the request did not end");
        }
        return result.join();
    }

    RpcResult run(Command... commands) {
        return run(RpcRequest.of(commands));
    }
}
