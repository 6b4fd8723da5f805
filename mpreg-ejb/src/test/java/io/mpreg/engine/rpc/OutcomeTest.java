package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Registration;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private final Bench bench = new Bench(3);
    private final List<RpcContext> calls = new ArrayList<>();
    private final List<CompletableFuture<Object>> answers = new ArrayList<>();

    /** A function whose calls are answered by the test. */
    private Object pending(RpcContext call) {
        calls.add(call);
        CompletableFuture<Object> answer = new CompletableFuture<>();
        answers.add(answer);
        return answer;
    }

    private static void failed(RpcResult result, String command, ErrorCode code, String message) {
        CommandOutcome outcome = result.outcomes().get(command);
        assertThat(outcome.status()).as(command).isEqualTo(CommandStatus.FAILED);
        assertThat(outcome.error().orElseThrow().code()).isEqualTo(code.id());
        assertThat(outcome.error().orElseThrow().message()).contains(message);
    }

    @Test
    void unknownFunction() {
        bench.client.register(FunctionSpec.named("prices.total").version("1.4"), c -> 1);
        failed(
                bench.run(Command.of("a", "prices.totl")),
                "a",
                ErrorCode.UNKNOWN_FUNCTION,
                "'prices.total'");
        failed(
                bench.run(Command.of("a", "prices.total").version(">=2")),
                "a",
                ErrorCode.UNKNOWN_FUNCTION,
                "1.4 is not >=2");
        failed(
                bench.run(Command.of("a", "prices.total").resources("gpu")),
                "a",
                ErrorCode.UNKNOWN_FUNCTION,
                "lacks [gpu]");
        failed(
                bench.run(Command.of("a", "prices.total").targetCluster("c9")),
                "a",
                ErrorCode.UNKNOWN_FUNCTION,
                "c9");
        failed(
                bench.run(Command.of("a", "prices.total").functionId("p")),
                "a",
                ErrorCode.UNKNOWN_FUNCTION,
                "'p'");
        failed(
                bench.run(Command.of("a", "not a topic")),
                "a",
                ErrorCode.UNKNOWN_FUNCTION,
                "not a topic");
    }

    @Test
    void failureReachesTheCallerWithoutItsStack() {
        bench.client.register(
                FunctionSpec.named("f"),
                c -> {
                    throw MpregException.of(ErrorCode.EXECUTION_FAILED, "out of paper");
                });
        failed(bench.run(Command.of("a", "f")), "a", ErrorCode.EXECUTION_FAILED, "out of paper");
        CompletableFuture<?> call = bench.client.callAsync("f").toCompletableFuture();
        bench.scheduler.drain();
        call.handle(
                        (value, error) -> {
                            assertThat(error).isInstanceOf(MpregException.class);
                            assertThat(((MpregException) error).code())
                                    .isEqualTo(ErrorCode.EXECUTION_FAILED);
                            return error;
                        })
                .join();
    }

    @Test
    void resultThatCannotBeSent() {
        bench.client.register(FunctionSpec.named("f"), c -> Double.NaN);
        failed(bench.run(Command.of("a", "f")), "a", ErrorCode.EXECUTION_FAILED, "cannot be sent");
    }

    @Test
    void argumentOfTheWrongType() {
        bench.client.register(
                FunctionSpec.named("f"), c -> c.<Object>arg(0, List.class).toString());
        failed(
                bench.run(Command.of("a", "f", "text")),
                "a",
                ErrorCode.EXECUTION_FAILED,
                "args[0] of 'f' is no java.util.List");
        failed(
                bench.run(Command.of("a", "f")),
                "a",
                ErrorCode.EXECUTION_FAILED,
                "args[0]: 'f' needs a java.util.List");
    }

    @Test
    void unresolvableReference() {
        RpcResult result =
                bench.run(
                        Command.of("a", "mpreg.echo", Map.of("x", List.of(1))),
                        Command.of("field", "mpreg.echo", Ref.to("a").field("y")),
                        Command.of("index", "mpreg.echo", Ref.to("a").field("x").index(1)),
                        Command.of("kind", "mpreg.echo", Ref.to("a").field("x").field("z")),
                        Command.of("skipped", "mpreg.echo", Ref.to("field")),
                        Command.of("fine", "mpreg.echo", Ref.to("a").field("x").index(0)));
        failed(result, "field", ErrorCode.UNRESOLVABLE_REFERENCE, "no field 'y'");
        failed(result, "index", ErrorCode.UNRESOLVABLE_REFERENCE, "none at index 1");
        failed(result, "kind", ErrorCode.UNRESOLVABLE_REFERENCE, "is a list");
        assertThat(result.outcomes().get("skipped").skippedBecause()).contains("field");
        assertThat(result.results().keySet()).containsExactly("fine");
        assertThat(result.successRate()).isEqualTo(100.0 * 2 / 6);
    }

    @Test
    void commandOutOfTime() {
        bench.client.register(FunctionSpec.named("slow"), this::pending);
        CompletableFuture<RpcResult> result =
                bench.start(
                        RpcRequest.of(
                                Command.of("a", "slow").timeout(Duration.ofMillis(100)),
                                Command.of("b", "mpreg.echo", Ref.to("a"))));
        assertThat(calls.get(0).timeLeft()).isEqualTo(Duration.ofMillis(100));
        bench.advance(Duration.ofMillis(100));
        CommandOutcome a = result.join().outcomes().get("a");
        assertThat(a.status()).isEqualTo(CommandStatus.TIMED_OUT);
        assertThat(a.error().orElseThrow().code()).isEqualTo("MPREG-1004");
        assertThat(a.durationMs()).isEqualTo(100);
        assertThat(result.join().outcomes().get("b").status()).isEqualTo(CommandStatus.SKIPPED);
        assertThat(calls.get(0).isCancelled()).isTrue();
        answers.get(0).complete("too late");
        assertThat(bench.time.pending()).isZero();
    }

    @Test
    void requestOutOfTime() {
        bench.client.register(FunctionSpec.named("slow"), this::pending);
        CompletableFuture<RpcResult> result =
                bench.start(
                        RpcRequest.of(
                                        Command.of("a", "slow"),
                                        Command.of("b", "mpreg.echo", Ref.to("a")),
                                        Command.of("c", "mpreg.echo", 1))
                                .timeout(Duration.ofSeconds(1)));
        assertThat(calls.get(0).timeLeft()).isEqualTo(Duration.ofSeconds(1));
        bench.advance(Duration.ofSeconds(1));
        Map<String, CommandOutcome> outcomes = result.join().outcomes();
        assertThat(outcomes.get("a").status()).isEqualTo(CommandStatus.TIMED_OUT);
        assertThat(outcomes.get("b").status()).isEqualTo(CommandStatus.TIMED_OUT);
        assertThat(outcomes.get("b").error().orElseThrow().code()).isEqualTo("MPREG-1004");
        assertThat(outcomes.get("c").status()).isEqualTo(CommandStatus.SUCCEEDED);
    }

    @Test
    void cancelReachesTheFunction() {
        AtomicInteger told = new AtomicInteger();
        bench.client.register(
                FunctionSpec.named("slow"),
                call -> {
                    call.onCancel(told::incrementAndGet);
                    return pending(call);
                });
        CompletableFuture<RpcResult> result =
                bench.start(
                        RpcRequest.of(
                                        Command.of("a", "slow"),
                                        Command.of("b", "mpreg.echo", Ref.to("a")))
                                .requestId("r1"));
        assertThat(bench.client.cancel("r2")).isFalse();
        assertThat(bench.client.cancel("r1")).isTrue();
        bench.scheduler.drain();
        assertThat(told).hasValue(1);
        assertThat(calls.get(0).isCancelled()).isTrue();
        calls.get(0).onCancel(told::incrementAndGet);
        bench.scheduler.drain();
        assertThat(told).hasValue(2);
        for (CommandOutcome outcome : result.join().outcomes().values()) {
            assertThat(outcome.status()).isEqualTo(CommandStatus.CANCELLED);
            assertThat(outcome.error().orElseThrow().code()).isEqualTo("MPREG-1005");
        }
        assertThat(bench.client.cancel("r1")).isFalse();
    }

    @Test
    void requestIdInUse() {
        bench.client.register(FunctionSpec.named("slow"), this::pending);
        RpcRequest request = RpcRequest.of(Command.of("a", "slow")).requestId("r1");
        CompletableFuture<RpcResult> first = bench.start(request);
        MpregException error =
                catchThrowableOfType(MpregException.class, () -> bench.client.execute(request));
        assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT);
        answers.get(0).complete(1);
        bench.scheduler.drain();
        assertThat(first.join().requestId()).isEqualTo("r1");
        assertThat(bench.run(request).result("a")).hasToString("1");
        assertThat(calls).as("the key ran once").hasSize(1);
        CompletableFuture<RpcResult> other =
                bench.start(RpcRequest.of(Command.of("a", "slow", "x")).requestId("r1"));
        assertThat(calls).as("other arguments are another call").hasSize(2);
        answers.get(1).complete(2);
        bench.scheduler.drain();
        assertThat(other.join().result("a")).hasToString("2");
    }

    @Test
    void openRequestsAreLimited() {
        RpcSettings d = RpcSettings.defaults();
        Bench small =
                new Bench(
                        1,
                        new RpcSettings(
                                1,
                                1,
                                1,
                                d.requestTimeout(),
                                d.commandTimeout(),
                                1,
                                1,
                                0,
                                0,
                                d.keyTime(),
                                d.progressInterval(),
                                0,
                                d.eventTimeout()));
        small.client.register(FunctionSpec.named("slow"), this::pending);
        small.start(RpcRequest.of(Command.of("a", "slow")));
        MpregException error =
                catchThrowableOfType(
                        MpregException.class, () -> small.client.execute(RpcRequest.of()));
        assertThat(error.code()).isEqualTo(ErrorCode.LIMIT_REACHED);
    }

    @Test
    void fullProviderRefuses() {
        RpcSettings d = RpcSettings.defaults();
        Bench small =
                new Bench(
                        1,
                        new RpcSettings(
                                10,
                                10,
                                10,
                                d.requestTimeout(),
                                d.commandTimeout(),
                                3,
                                1,
                                1,
                                10,
                                d.keyTime(),
                                d.progressInterval(),
                                0,
                                d.eventTimeout()));
        small.client.register(FunctionSpec.named("slow"), this::pending);
        CompletableFuture<RpcResult> result =
                small.start(
                        RpcRequest.of(
                                Command.of("a", "slow"),
                                Command.of("b", "slow"),
                                Command.of("c", "slow")));
        assertThat(calls).hasSize(1);
        answers.get(0).complete(1);
        small.scheduler.drain();
        assertThat(calls).hasSize(2);
        answers.get(1).complete(2);
        small.scheduler.drain();
        failed(result.join(), "c", ErrorCode.LIMIT_REACHED, "1 invocations run and 1 wait");
        assertThat(small.engine.refusedInvocations()).isEqualTo(1);
    }

    @Test
    void lostProviderIsReplacedOnlyWhereThatIsHarmless() {
        AtomicInteger runs = new AtomicInteger();
        for (boolean idempotent : List.of(true, false)) {
            runs.set(0);
            String name = "lost." + idempotent;
            List<Registration> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(
                        bench.another("app" + i)
                                .register(
                                        FunctionSpec.named(name).idempotent(idempotent),
                                        call -> {
                                            if (runs.incrementAndGet() < 3) {
                                                throw MpregException.of(
                                                        ErrorCode.PROVIDER_UNREACHABLE, "gone");
                                            }
                                            return call.idempotencyKey();
                                        }));
            }
            RpcResult result = bench.run(Command.of("a", name));
            if (idempotent) {
                assertThat(result.outcomes().get("a").attempt()).isEqualTo(3);
                assertThat(result.result("a").as(String.class))
                        .isEqualTo(result.requestId() + ":a");
            } else {
                failed(result, "a", ErrorCode.PROVIDER_UNREACHABLE, "gone");
                assertThat(runs).hasValue(1);
            }
            all.forEach(Registration::close);
        }
    }

    @Test
    void callsThatWaitAtAProviderThatGoesAreRunByAnother() {
        Registration going =
                bench.client.register(FunctionSpec.named("f").concurrency(1), this::pending);
        CompletableFuture<RpcResult> result =
                bench.start(RpcRequest.of(Command.of("a", "f"), Command.of("b", "f")));
        assertThat(calls).hasSize(1);
        bench.another("other").register(FunctionSpec.named("f"), c -> "other");
        going.close();
        going.close();
        bench.scheduler.drain();
        answers.get(0).complete("first");
        bench.scheduler.drain();
        assertThat(result.join().outcomes().get("a").attempt()).isEqualTo(1);
        assertThat(result.join().outcomes().get("b").attempt()).isEqualTo(2);
        assertThat(result.join().result("b").as(String.class)).isEqualTo("other");
    }

    @Test
    void nothingReachesAFunctionThatWasTakenBack() {
        Registration going = bench.client.register(FunctionSpec.named("f"), this::pending);
        CompletableFuture<RpcResult> result =
                bench.client
                        .executeAsync(RpcRequest.of(Command.of("a", "f")))
                        .toCompletableFuture();
        going.close();
        bench.scheduler.drain();
        assertThat(calls).isEmpty();
        failed(result.join(), "a", ErrorCode.PROVIDER_UNREACHABLE, "taken back");
        failed(bench.run(Command.of("a", "f")), "a", ErrorCode.UNKNOWN_FUNCTION, "'f'");
    }

    @Test
    void registrationsThatContradict() {
        bench.client.register(FunctionSpec.named("f").functionId("id-f"), c -> 1);
        assertConflict(bench.client, FunctionSpec.named("f").functionId("id-f").version("1.0"));
        assertConflict(bench.another("b"), FunctionSpec.named("f").functionId("other"));
        assertConflict(bench.another("b"), FunctionSpec.named("g").functionId("id-f"));
        Registration second =
                bench.client.register(
                        FunctionSpec.named("f").functionId("id-f").version("2"), c -> 2);
        assertThat(bench.run(Command.of("a", "f")).result("a")).hasToString("2");
        second.close();
        assertThat(bench.run(Command.of("a", "f")).result("a")).hasToString("1");
        assertThatThrownBy(() -> bench.client.register(FunctionSpec.named("mpreg.x"), c -> 1))
                .hasMessageContaining("mpreg.");
        assertThatThrownBy(() -> bench.client.register(FunctionSpec.named("a.*"), c -> 1))
                .isInstanceOf(MpregException.class);
    }

    private static void assertConflict(RpcClient client, FunctionSpec spec) {
        MpregException error =
                catchThrowableOfType(
                        MpregException.class, () -> client.register(spec, call -> null));
        assertThat(error.code()).isEqualTo(ErrorCode.CONFLICT);
    }

    @Test
    void aStoppedEngineRefusesAndEndsWhatWasOpen() {
        bench.client.register(FunctionSpec.named("slow"), this::pending);
        CompletableFuture<RpcResult> open = bench.start(RpcRequest.of(Command.of("a", "slow")));
        bench.engine.close();
        bench.scheduler.drain();
        assertThat(open.join().outcomes().get("a").status()).isEqualTo(CommandStatus.CANCELLED);
        assertThat(bench.router.filed).hasValue(0);
        MpregException error =
                catchThrowableOfType(
                        MpregException.class, () -> bench.client.execute(RpcRequest.of()));
        assertThat(error.code()).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThatThrownBy(() -> bench.client.register(FunctionSpec.named("x"), c -> 1))
                .isInstanceOf(MpregException.class);
    }
}
