package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.queue.QueueBinding;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.gate.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KeptRequestTest {

    private final KeptWorld world = KeptWorld.simple(11);
    private final List<String> ran = new ArrayList<>();

    private static RpcRequest request(String id) {
        return RpcRequest.of(
                        Command.of("a", "mpreg.add", 1, 2),
                        Command.of("b", "work", Ref.to("a"), "text"))
                .requestId(id)
                .correlationId("trace-" + id);
    }

    private void provide() {
        world.client.register(
                FunctionSpec.named("work"),
                call -> {
                    ran.add(call.idempotencyKey());
                    return call.args().get(0).as(Long.class) * 10;
                });
    }

    private String submit(RpcRequest request) {
        CompletableFuture<String> id = world.client.submitAsync(request).toCompletableFuture();
        world.drain();
        return id.join();
    }

    private CompletableFuture<RpcResult> execute(RpcRequest request) {
        CompletableFuture<RpcResult> result =
                world.client
                        .executeAsync(request.delivery(Guarantee.AT_LEAST_ONCE))
                        .toCompletableFuture();
        world.drain();
        return result;
    }

    @Test
    void aResultIsFoundAgainAfterARestart() {
        provide();
        assertThat(submit(request("r1"))).isEqualTo("r1");
        for (int i = 0; i < 3; i++) {
            RpcResult result = world.client.result("r1").orElseThrow();
            assertThat(result.result("b")).hasToString("30");
            assertThat(result.result("a")).as("others depend on it").hasToString("3");
            assertThat(result.correlationId()).isEqualTo("trace-r1");
            assertThat(result.outcomes().get("b").status()).isEqualTo(CommandStatus.SUCCEEDED);
            if (i == 1) {
                world.crash();
            } else {
                world.restart();
            }
            world.drain();
        }
        assertThat(ran).containsExactly("r1:b");
        assertThat(world.client.result("r2")).isEmpty();
        world.advance(Duration.ofDays(2));
        assertThat(world.client.result("r1")).as("its time is over").isEmpty();
    }

    @Test
    void executeWaitsForTheEnd() {
        provide();
        CompletableFuture<RpcResult> result = execute(request("r1"));
        assertThat(result.join().result("b")).hasToString("30");
        assertThat(execute(request("r1")).join().result("b"))
                .as("the same request does not run again")
                .hasToString("30");
        assertThat(ran).hasSize(1);
        assertThat(world.store.messages()).as("the result only").isEqualTo(1);
        assertThat(world.time.pending()).isLessThanOrEqualTo(3);
    }

    @Test
    void anotherRequestUnderTheSameIdIsRefused() {
        provide();
        submit(request("r1"));
        RpcRequest other = RpcRequest.of(Command.of("a", "mpreg.add", 5)).requestId("r1");
        assertThatThrownBy(() -> world.client.submit(other))
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
    }

    @Test
    void whatWasUnderWayRunsAgainAfterACrash() {
        CompletableFuture<Object> never = new CompletableFuture<>();
        List<String> begun = new ArrayList<>();
        world.client.register(
                FunctionSpec.named("work"),
                call -> {
                    begun.add(call.idempotencyKey());
                    return never;
                });
        submit(request("r1"));
        assertThat(begun).containsExactly("r1:b");
        assertThat(world.client.result("r1")).isEmpty();
        world.crash();
        provide();
        world.drain();
        assertThat(ran).as("the same key again").containsExactly("r1:b");
        assertThat(world.client.result("r1").orElseThrow().successRate()).isEqualTo(100);
    }

    @Test
    void anOrderlyStopIsNoCancellation() {
        world.client.register(FunctionSpec.named("work"), call -> new CompletableFuture<>());
        CompletableFuture<RpcResult> waiting = execute(request("r1"));
        world.restart();
        assertThat(waiting).isCompletedExceptionally();
        provide();
        world.drain();
        assertThat(world.client.result("r1").orElseThrow().successRate()).isEqualTo(100);
    }

    @Test
    void aFunctionThatIsNotThereYetIsWaitedFor() {
        CompletableFuture<RpcResult> result = execute(request("r1"));
        world.advance(Duration.ofSeconds(10));
        assertThat(result).isNotDone();
        world.restart();
        world.advance(Duration.ofSeconds(10));
        assertThat(world.client.result("r1")).isEmpty();
        provide();
        world.advance(Duration.ofMinutes(1));
        assertThat(world.client.result("r1").orElseThrow().result("b")).hasToString("30");
        assertThat(ran).containsExactly("r1:b");
    }

    @Test
    void aCallerWaitsNoLongerThanItSaysButTheRequestGoesOn() {
        CompletableFuture<RpcResult> result = execute(request("r1").timeout(Duration.ofSeconds(5)));
        world.advance(Duration.ofSeconds(8));
        assertThatThrownBy(result::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        MpregException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CALL_TIMED_OUT))
                .hasMessageContaining("r1")
                .hasMessageContaining("'work'");
        provide();
        world.advance(Duration.ofMinutes(1));
        assertThat(world.client.result("r1")).isPresent();
    }

    @Test
    void itEndsWhenItsLifeIsOver() {
        submit(request("r1"));
        for (int minutes = 0; minutes < 25 * 60; minutes += 10) {
            world.advance(Duration.ofMinutes(10));
        }
        RpcResult result = world.client.result("r1").orElseThrow();
        assertThat(result.outcomes().get("b").error().orElseThrow().code()).isEqualTo("MPREG-1001");
        assertThat(result.result("a")).hasToString("3");
    }

    @Test
    void aFunctionThatFailsIsAResult() {
        submit(RpcRequest.of(Command.of("a", "mpreg.fail", "no")).requestId("r1"));
        RpcResult result = world.client.result("r1").orElseThrow();
        assertThat(result.outcomes().get("a").error().orElseThrow().message()).isEqualTo("no");
    }

    @Test
    void cancelledWhereverItIs() {
        world.client.register(FunctionSpec.named("work"), call -> new CompletableFuture<>());
        submit(request("running"));
        assertThat(world.client.cancel("running")).isTrue();
        world.drain();
        assertThat(status("running", "a")).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(status("running", "b")).isEqualTo(CommandStatus.CANCELLED);

        submit(RpcRequest.of(Command.of("a", "not.there")).requestId("waiting"));
        assertThat(world.client.cancel("waiting")).isTrue();
        world.advance(Duration.ofMinutes(2));
        assertThat(status("waiting", "a")).isEqualTo(CommandStatus.CANCELLED);

        submit(RpcRequest.of(Command.of("a", "not.there")).requestId("left"));
        world.crash();
        assertThat(world.client.cancel("left")).as("not taken up yet").isTrue();
        world.advance(Duration.ofMinutes(2));
        assertThat(status("left", "a")).isEqualTo(CommandStatus.CANCELLED);

        assertThat(world.client.cancel("left")).isFalse();
        assertThat(world.client.cancel("unknown")).isFalse();
        assertThat(world.store.messages()).as("three results").isEqualTo(3);
    }

    private CommandStatus status(String requestId, String command) {
        return world.client.result(requestId).orElseThrow().outcomes().get(command).status();
    }

    @Test
    void nobodyElseSendsToTheNodesQueuesOrConsumesFromThem() {
        QueueClient queues = world.queues.client(world.context(Caller.local("app")));
        submit(RpcRequest.of(Command.of("a", "not.there")).requestId("r1"));
        for (ThrowingCallable forbidden :
                List.<ThrowingCallable>of(
                        () -> queues.send("mpreg.rpc.calls", "forged"),
                        () -> queues.consume("mpreg.rpc.calls", String.class, d -> d.ack()),
                        () -> queues.purge("mpreg.rpc.calls"),
                        () -> queues.delete("mpreg.rpc.calls"),
                        () -> queues.bind(QueueBinding.of("mpreg.rpc.calls", "a.#")),
                        () -> queues.create(QueueSpec.named("mpreg.mine")))) {
            assertThatThrownBy(forbidden)
                    .isInstanceOfSatisfying(
                            MpregException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
        }
    }

    @Test
    void brokenGraphsAreRefusedBeforeTheyAreKept() {
        assertThatThrownBy(
                        () ->
                                world.client.submit(
                                        RpcRequest.of(Command.of("a", "f", Ref.to("nobody")))))
                .hasMessageContaining("nobody");
        assertThat(world.store.messages()).isZero();
    }

    @Test
    void noKeptRequestIsLostWhateverHappens() {
        for (long seed = 0; seed < 200; seed++) {
            lead(seed, KeptWorld.simple(seed));
        }
    }

    @Test
    void norByAJournalThatLosesPower() {
        for (long seed = 0; seed < 100; seed++) {
            lead(seed, KeptWorld.journal(seed));
        }
    }

    private static void lead(long seed, KeptWorld node) {
        Random random = new Random(seed);
        Map<String, Integer> runs = new HashMap<>();
        List<String> kept = new ArrayList<>();
        provide(node, random, runs);
        for (int step = 0; step < 40; step++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    String id = "r" + step;
                    RpcRequest request =
                            RpcRequest.of(
                                            Command.of("a", "work", step),
                                            Command.of("b", "work", Ref.to("a")))
                                    .requestId(id);
                    node.client.submitAsync(request).thenAccept(kept::add);
                }
                case 3 -> node.time.advance(Duration.ofMillis(random.nextInt(3000)));
                case 4 -> {
                    if (random.nextInt(4) == 0) {
                        node.crash();
                        provide(node, random, runs);
                    }
                }
                case 5 -> {
                    if (random.nextInt(4) == 0) {
                        node.restart();
                        provide(node, random, runs);
                    }
                }
                default -> {
                    for (int i = random.nextInt(10); i > 0; i--) {
                        node.scheduler.step();
                    }
                    if (random.nextBoolean()) {
                        node.work();
                    }
                }
            }
        }
        node.drain();
        for (int i = 0; i < 100; i++) {
            node.advance(Duration.ofSeconds(10));
        }
        for (String id : kept) {
            RpcResult result = node.client.result(id).orElseThrow();
            assertThat(result.successRate()).as("seed %s, %s", seed, id).isEqualTo(100);
            assertThat(runs.get(id + ":b")).as("seed %s, %s", seed, id).isPositive();
        }
        assertThat(node.rpc.openRequests()).as("seed %s", seed).isZero();
    }

    private static void provide(KeptWorld node, Random random, Map<String, Integer> runs) {
        node.client.register(
                FunctionSpec.named("work"),
                call -> {
                    runs.merge(call.idempotencyKey(), 1, Integer::sum);
                    long value = call.args().get(0).as(Long.class) + 1;
                    if (random.nextBoolean()) {
                        return value;
                    }
                    CompletableFuture<Long> later = new CompletableFuture<>();
                    node.scheduler.execute(() -> later.complete(value));
                    return later;
                });
    }
}
