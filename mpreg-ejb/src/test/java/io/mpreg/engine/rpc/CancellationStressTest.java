package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.Ref;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CancellationStressTest {

    private static final int REQUESTS = 4000;

    @Test
    void cancelsTimeoutsAndEndsThatRaceLeaveEveryPlaceFree() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try (ThreadTimers timers = new ThreadTimers(Thread::new)) {
            Clock clock = Clock.system();
            CountingRouter router = new CountingRouter(new UnifiedRouter(Bench.NODE));
            RpcEngine engine =
                    new RpcEngine(
                            RpcSettings.defaults(),
                            Bench.NODE,
                            new Platform(clock, timers, pool, Thread::new),
                            new UlidSource(clock, new Random(1)),
                            router,
                            Monitor.OFF);
            RpcClient client =
                    engine.client(
                            new ClientContext(
                                    Caller.local("app"),
                                    new TreeCodec(),
                                    new Gate(GateSettings.defaults()),
                                    pool));
            client.register(
                    FunctionSpec.named("t.odd").concurrency(2),
                    call -> {
                        int behaviour = call.<Number>arg(0, Number.class).intValue();
                        CompletableFuture<Object> later = new CompletableFuture<>();
                        if (behaviour == 1) {
                            pool.execute(() -> later.complete(behaviour));
                        }
                        return behaviour == 0 ? (Object) behaviour : later;
                    });
            int baseline = router.filed.get();
            List<CompletableFuture<RpcResult>> results = new ArrayList<>();
            for (int seed = 0; seed < REQUESTS; seed++) {
                Random random = new Random(seed);
                String id = "r" + seed;
                results.add(
                        client.executeAsync(
                                        RpcRequest.of(
                                                        Command.of("a", "t.odd", random.nextInt(3)),
                                                        Command.of("b", "t.odd", Ref.to("a")),
                                                        Command.of("c", "t.odd", random.nextInt(2)))
                                                .requestId(id)
                                                .timeout(
                                                        Duration.ofNanos(
                                                                1 + random.nextInt(3_000_000))))
                                .toCompletableFuture());
                if (random.nextBoolean()) {
                    pool.execute(() -> client.cancel(id));
                }
                if (seed % 200 == 199) {
                    results.get(seed).get(20, TimeUnit.SECONDS);
                }
            }
            for (int seed = 0; seed < REQUESTS; seed++) {
                RpcResult result = results.get(seed).get(20, TimeUnit.SECONDS);
                assertThat(result.outcomes()).as("seed %s", seed).hasSize(3);
                if (result.outcomes().get("b").status() == CommandStatus.SUCCEEDED) {
                    assertThat(result.outcomes().get("a").status())
                            .as("seed %s", seed)
                            .isEqualTo(CommandStatus.SUCCEEDED);
                }
            }
            assertThat(engine.openRequests()).isZero();
            assertThat(router.filed).hasValue(baseline);
            for (int i = 0; i < 10; i++) {
                assertThat(
                                client.callAsync("t.odd", i % 2)
                                        .toCompletableFuture()
                                        .get(20, TimeUnit.SECONDS))
                        .hasToString(Integer.toString(i % 2));
            }
            assertThat(engine.analytics()).allMatch(report -> report.inFlight() == 0);
            engine.close();
        } finally {
            pool.shutdownNow();
        }
    }
}
