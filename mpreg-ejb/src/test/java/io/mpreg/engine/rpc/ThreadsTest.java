package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandOutcome;
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
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    private final ThreadTimers timers = new ThreadTimers(Thread::new);
    private final ExecutorService workers = named("workers");
    private final ExecutorService own = named("own");
    private final RpcEngine engine =
            new RpcEngine(
                    RpcSettings.defaults(),
                    Bench.NODE,
                    new Platform(Clock.system(), timers, workers, Thread::new),
                    new UlidSource(Clock.system(), new Random(1)),
                    new UnifiedRouter(Bench.NODE),
                    Monitor.OFF);
    private final RpcClient client = client(own);

    private static ExecutorService named(String name) {
        return Executors.newSingleThreadExecutor(task -> new Thread(task, name));
    }

    private RpcClient client(ExecutorService callbacks) {
        return engine.client(
                new ClientContext(
                        Caller.local("app"),
                        new TreeCodec(),
                        new Gate(GateSettings.defaults()),
                        callbacks));
    }

    @AfterEach
    void stop() {
        engine.close();
        own.shutdownNow();
        workers.shutdownNow();
        timers.close();
    }

    @Test
    void aThreadThatEndsAFunctionGoesOnWithTheNext() throws Exception {
        ExecutorService many = Executors.newCachedThreadPool();
        try {
            RpcClient pooled = client(many);
            CountDownLatch released = new CountDownLatch(1);
            pooled.register(
                    FunctionSpec.named("where"),
                    call -> {
                        released.await(30, TimeUnit.SECONDS);
                        return Thread.currentThread().getName();
                    });
            CompletableFuture<RpcResult> result =
                    pooled.executeAsync(
                                    RpcRequest.of(
                                            Command.of("a", "where"),
                                            Command.of("b", "where", Ref.to("a")),
                                            Command.of("c", "where", Ref.to("b"))))
                            .toCompletableFuture();
            released.countDown();
            Map<String, CommandOutcome> outcomes = result.get(30, TimeUnit.SECONDS).outcomes();
            assertThat(outcomes.values())
                    .extracting(outcome -> outcome.value().orElseThrow().toString())
                    .containsOnly(outcomes.get("a").value().orElseThrow().toString());
        } finally {
            many.shutdownNow();
        }
    }

    @Test
    void whatAFunctionCallsAndWaitsForIsNotLeftToItsOwnThread() throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            RpcClient pooled = client(two);
            pooled.register(FunctionSpec.named("inner"), call -> 7);
            pooled.register(FunctionSpec.named("outer"), call -> pooled.call("inner"));
            assertThat(
                            pooled.executeAsync(
                                            RpcRequest.of(
                                                    Command.of("a", "inner"),
                                                    Command.of("b", "outer", Ref.to("a"))))
                                    .toCompletableFuture()
                                    .get(30, TimeUnit.SECONDS)
                                    .result("b"))
                    .hasToString("7");
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void aFunctionThatBlocksHoldsUpNobodyElse() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        client.register(
                FunctionSpec.named("blocks"),
                call -> {
                    entered.countDown();
                    released.await();
                    return Thread.currentThread().getName();
                });
        CompletableFuture<RpcResult> blocked =
                client(workers)
                        .executeAsync(
                                RpcRequest.of(
                                        Command.of("a", "blocks"),
                                        Command.of("b", "mpreg.echo", Ref.to("a"))))
                        .toCompletableFuture();
        entered.await();
        assertThat(client.call("mpreg.echo", 1)).hasToString("1");
        assertThat(client.call("mpreg.sleep", 1)).hasToString("1");
        released.countDown();
        assertThat(blocked.get(20, TimeUnit.SECONDS).result("b")).hasToString("\"own\"");
    }

    @Test
    void timersRunNeitherFunctionsNorCallbacks() throws Exception {
        client.register(FunctionSpec.named("where"), call -> Thread.currentThread().getName());
        CompletableFuture<String> thread =
                client.executeAsync(
                                RpcRequest.of(
                                                Command.of("a", "mpreg.sleep", 60_000),
                                                Command.of("b", "where"))
                                        .timeout(Duration.ofMillis(5)))
                        .thenApply(result -> Thread.currentThread().getName())
                        .toCompletableFuture();
        assertThat(thread.get(20, TimeUnit.SECONDS)).isIn("own", "main");
        assertThat(client.call("where")).hasToString("\"own\"");
    }

    @Test
    void anInterruptedCallerCancels() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        CountDownLatch entered = new CountDownLatch(1);
        client.register(
                FunctionSpec.named("slow"),
                call -> {
                    call.onCancel(cancelled::countDown);
                    entered.countDown();
                    return new CompletableFuture<>();
                });
        CompletableFuture<MpregException> error = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread caller =
                new Thread(
                        () -> {
                            error.complete(
                                    catchThrowableOfType(
                                            MpregException.class, () -> client.call("slow")));
                            interrupted.complete(Thread.currentThread().isInterrupted());
                        });
        caller.start();
        entered.await();
        caller.interrupt();
        assertThat(error.get(20, TimeUnit.SECONDS).code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aProviderWhoseThreadsAreGoneIsLost() {
        client.register(FunctionSpec.named("f"), call -> 1);
        own.shutdownNow();
        MpregException error =
                catchThrowableOfType(MpregException.class, () -> client(workers).call("f"));
        assertThat(error.code()).isEqualTo(ErrorCode.PROVIDER_UNREACHABLE);
    }

    @Test
    void aCallerWhoseThreadsAreGoneIsTold() throws Exception {
        own.shutdownNow();
        CompletableFuture<Throwable> error =
                client.callAsync("mpreg.echo", 1)
                        .handle((value, thrown) -> thrown)
                        .toCompletableFuture();
        assertThat(error.get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    @Test
    void timesWithoutEndAreCutDown() {
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);
        RpcResult result =
                client.execute(
                        RpcRequest.of(Command.of("a", "mpreg.echo", 1).timeout(forEver))
                                .timeout(forEver));
        assertThat(result.successRate()).isEqualTo(100);
    }
}
