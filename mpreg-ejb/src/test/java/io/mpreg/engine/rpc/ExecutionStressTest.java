package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import io.mpreg.engine.time.UlidSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ExecutionStressTest {

    @Test
    void requestsFromManyThreadsEndAsTheNaiveInterpreterSays() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (ThreadTimers timers = new ThreadTimers(Thread::new)) {
            Clock clock = Clock.system();
            RpcEngine engine =
                    new RpcEngine(
                            RpcSettings.defaults(),
                            Bench.NODE,
                            new Platform(clock, timers, pool, Thread::new),
                            new UlidSource(clock, new Random(1)),
                            new UnifiedRouter(Bench.NODE),
                            Monitor.OFF);
            RpcClient client =
                    engine.client(
                            new ClientContext(
                                    Caller.local("app"),
                                    new TreeCodec(),
                                    new Gate(GateSettings.defaults()),
                                    pool));
            NodeFunction function = new NodeFunction(pool);
            client.register(FunctionSpec.named("t.node").concurrency(3), function);
            List<RandomGraph> graphs = new ArrayList<>();
            List<CompletionStage<RpcResult>> results = new ArrayList<>();
            for (long seed = 0; seed < 3000; seed++) {
                RandomGraph graph = new RandomGraph(new Random(seed), 12, 8);
                graphs.add(graph);
                results.add(
                        client.executeAsync(
                                RpcRequest.of(graph.commands()).intermediate(true).summary(true)));
                if (seed % 50 == 49) {
                    results.get((int) seed).toCompletableFuture().get(20, TimeUnit.SECONDS);
                }
            }
            for (int i = 0; i < graphs.size(); i++) {
                RandomGraphTest.check(
                        "seed " + i,
                        graphs.get(i),
                        results.get(i).toCompletableFuture().get(20, TimeUnit.SECONDS));
            }
            assertThat(function.runs.values()).containsOnly(1);
            assertThat(engine.openRequests()).isZero();
            engine.close();
        } finally {
            pool.shutdownNow();
        }
    }
}
