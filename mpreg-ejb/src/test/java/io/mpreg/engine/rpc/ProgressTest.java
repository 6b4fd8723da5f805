package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Headers;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandProgress;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Receiver;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final Bench bench = new Bench(2);
    private final List<UnifiedMessage> heard = new ArrayList<>();

    private void listen(String pattern) {
        bench.router.add(
                TopicPattern.of(pattern),
                new Receiver() {
                    @Override
                    public void accept(UnifiedMessage message) {
                        heard.add(message);
                    }

                    @Override
                    public InterestKind kind() {
                        return InterestKind.SUBSCRIPTION;
                    }

                    @Override
                    public String id() {
                        return "listener";
                    }
                });
    }

    private List<String> topics() {
        return heard.stream().map(message -> message.topic().value()).toList();
    }

    private static RpcRequest request() {
        return RpcRequest.of(
                        Command.of("a", "mpreg.echo", 1),
                        Command.of("b", "mpreg.echo", Ref.to("a")))
                .requestId("r1")
                .correlationId("trace-1");
    }

    @Test
    void theWholeCourseIsPublished() {
        listen("mpreg.rpc.#");
        bench.run(request().progress(true));
        assertThat(topics())
                .containsExactly(
                        "mpreg.rpc.level.0.started",
                        "mpreg.rpc.command.r1:a.started",
                        "mpreg.rpc.command.r1:a.completed",
                        "mpreg.rpc.level.0.completed",
                        "mpreg.rpc.dependency.a.b.resolved",
                        "mpreg.rpc.level.1.started",
                        "mpreg.rpc.command.r1:b.started",
                        "mpreg.rpc.command.r1:b.completed",
                        "mpreg.rpc.level.1.completed");
        assertThat(heard).allMatch(m -> m.kind() == MessageKind.CONTROL);
        assertThat(heard).allMatch(m -> m.correlationId().equals("trace-1"));
        assertThat(heard.get(1).payload().text())
                .isEqualTo(
                        "{\"requestId\":\"r1\",\"command\":\"a\",\"function\":\"mpreg.echo\","
                                + "\"node\":\"n1\"}");
        assertThat(heard.get(2).payload().text())
                .contains("\"status\":\"SUCCEEDED\"")
                .contains("\"result\":1");
    }

    @Test
    void nothingIsBuiltWhenOffOrUnheard() {
        bench.run(request().progress(true));
        assertThat(bench.router.dispatched).isEmpty();
        listen("mpreg.rpc.#");
        bench.run(request());
        assertThat(bench.router.dispatched).isEmpty();
    }

    @Test
    void notOneEventIsBuiltWhenItIsOff() {
        listen("mpreg.rpc.#");
        int before = bench.datesAsked.get();
        bench.run(request());
        assertThat(bench.datesAsked).as("every message asks for the date twice").hasValue(before);
        bench.run(request().progress(true));
        assertThat(bench.datesAsked).hasValue(before + 2 * heard.size());
        assertThat(heard).hasSize(9);
    }

    @Test
    void levelsAreCompletedInOrderWithWhatTheyYielded() {
        listen("mpreg.rpc.level.*.completed");
        CompletableFuture<Object> late = new CompletableFuture<>();
        bench.client.register(FunctionSpec.named("late"), call -> late);
        bench.start(
                RpcRequest.of(
                                Command.of("slow", "late"),
                                Command.of("a", "mpreg.echo", 1),
                                Command.of("b", "mpreg.add", Ref.to("a"), 1))
                        .requestId("r1")
                        .progress(true)
                        .intermediate(true));
        assertThat(heard).isEmpty();
        late.complete("done");
        bench.scheduler.drain();
        assertThat(topics())
                .containsExactly("mpreg.rpc.level.0.completed", "mpreg.rpc.level.1.completed");
        assertThat(heard.get(0).payload().text())
                .startsWith("{\"requestId\":\"r1\",\"level\":0,\"results\":")
                .contains("\"results\":{\"slow\":\"done\",\"a\":1}")
                .contains("\"completedLevels\":1,\"totalLevels\":2,\"progress\":50.0");
        assertThat(heard.get(1).payload().text())
                .contains("\"results\":{\"b\":2}")
                .contains("\"accumulated\":{\"slow\":\"done\",\"a\":1,\"b\":2}");
    }

    @Test
    void anEventThatCameResolvesADependency() {
        listen("mpreg.rpc.dependency.#");
        bench.start(
                RpcRequest.of(
                                Command.of("a", "mpreg.echo", Ref.to("order"))
                                        .after(
                                                EventDependency.on(
                                                        "order",
                                                        EventDependency.Type.PUBSUB_MESSAGE,
                                                        "orders.*")))
                        .progress(true));
        RandomWaits.publish(bench, "orders.placed", "7", Headers.NONE);
        bench.scheduler.drain();
        assertThat(topics()).containsExactly("mpreg.rpc.dependency.order.a.resolved");
    }

    @Test
    void progressIsInTheTimeline() {
        bench.client.register(
                FunctionSpec.named("f"),
                call -> {
                    call.progress(40, "half");
                    return 1;
                });
        bench.run(RpcRequest.of(Command.of("a", "f")).progress(true));
        assertThat(bench.events)
                .filteredOn(event -> event.type().equals("rpc.command.progress"))
                .singleElement()
                .satisfies(
                        event ->
                                assertThat(event.details())
                                        .containsEntry("percent", "40.0")
                                        .containsEntry("step", "half"));
    }

    @Test
    void failuresSayWhy() {
        listen("mpreg.rpc.command.*.failed");
        bench.run(
                RpcRequest.of(
                                Command.of("a", "mpreg.fail", "no"),
                                Command.of("b", "mpreg.echo", Ref.to("a")))
                        .requestId("a b")
                        .progress(true));
        assertThat(topics())
                .containsExactly(
                        "mpreg.rpc.command.a%20b:a.failed", "mpreg.rpc.command.a%20b:b.failed");
        assertThat(heard.get(0).payload().text())
                .contains("\"status\":\"FAILED\"")
                .contains("\"code\":\"MPREG-1003\"");
        assertThat(heard.get(1).payload().text()).contains("\"skippedBecause\":\"a\"");
    }

    @Test
    void functionsTellHowFarTheyAreAndTheirSilenceIsBroken() {
        listen("mpreg.rpc.command.*.progress");
        List<RpcContext> calls = new ArrayList<>();
        CompletableFuture<Object> answer = new CompletableFuture<>();
        bench.client.register(
                FunctionSpec.named("f"),
                call -> {
                    calls.add(call);
                    call.progress(10, "reading");
                    return answer;
                });
        CompletableFuture<RpcResult> result =
                bench.start(RpcRequest.of(Command.of("a", "f")).requestId("r1").progress(true));
        assertThat(heard).hasSize(1);
        assertThat(heard.get(0).payload().text()).contains("\"percent\":10.0,\"step\":\"reading\"");
        assertThat(bench.engine.active())
                .containsExactly(
                        new CommandProgress(
                                "r1", "a", "f", "n1", Optional.empty(), 10, "reading", 0));
        bench.advance(Duration.ofSeconds(1));
        assertThat(heard).hasSize(2);
        bench.advance(Duration.ofMillis(500));
        calls.get(0).progress(50, "writing");
        bench.advance(Duration.ofMillis(500));
        assertThat(heard).as("it was not silent for so long").hasSize(3);
        bench.advance(Duration.ofSeconds(1));
        assertThat(heard).hasSize(4);
        answer.complete(1);
        bench.scheduler.drain();
        calls.get(0).progress(99, "too late");
        bench.advance(Duration.ofSeconds(5));
        assertThat(heard).hasSize(4);
        assertThat(result).isDone();
        assertThat(bench.time.pending()).isZero();
        assertThat(bench.engine.active()).isEmpty();
        assertThat(bench.client.progress("r1:a"))
                .as("the latest of a command that ended")
                .contains(
                        new CommandProgress(
                                "r1",
                                "a",
                                "f",
                                "n1",
                                Optional.of(CommandStatus.SUCCEEDED),
                                50,
                                "writing",
                                3000));
    }

    @Test
    void theLongestNamesFitTheirTopics() {
        listen("mpreg.rpc.#");
        String one = "\u6f22".repeat(99) + "a";
        String other = "\u6f22".repeat(99) + "b";
        RpcResult result =
                bench.run(
                        RpcRequest.of(
                                        Command.of(one, "mpreg.echo", 1),
                                        Command.of(other, "mpreg.echo", Ref.to(one)))
                                .requestId("\u6f22".repeat(133))
                                .progress(true));
        assertThat(result.successRate()).isEqualTo(100);
        assertThat(heard).hasSize(9);
        assertThatThrownBy(
                        () -> bench.client.execute(RpcRequest.of().requestId("\u6f22".repeat(134))))
                .hasMessageContaining("requestId");
    }

    @Test
    void theMonitorSeesEveryRequest() {
        bench.run(
                RpcRequest.of(
                                Command.of("a", "mpreg.echo", 1),
                                Command.of("b", "mpreg.fail", Ref.to("a")))
                        .requestId("r1")
                        .correlationId("trace-1"));
        assertThat(bench.events)
                .extracting(event -> event.type())
                .containsExactly(
                        "rpc.started",
                        "rpc.command.started",
                        "rpc.command.completed",
                        "rpc.command.started",
                        "rpc.command.failed",
                        "rpc.completed");
        assertThat(bench.events)
                .allMatch(
                        event ->
                                event.trackingId().equals("r1")
                                        && event.correlationId().equals("trace-1"));
        assertThat(bench.events.get(4).details()).containsEntry("code", "MPREG-1003");
        assertThat(bench.events.get(5).success()).isFalse();
    }
}
