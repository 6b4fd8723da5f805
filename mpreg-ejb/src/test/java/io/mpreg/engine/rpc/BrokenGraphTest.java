package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.wire.json.RawJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrokenGraphTest {

    private final Bench bench = new Bench(1);

    @AfterEach
    void nothingRan() {
        bench.scheduler.drain();
        assertThat(bench.events).isEmpty();
        assertThat(bench.engine.openRequests()).isZero();
        assertThat(bench.time.pending()).isZero();
    }

    private MpregException refused(RpcRequest request) {
        MpregException thrown =
                catchThrowableOfType(MpregException.class, () -> bench.client.execute(request));
        CompletionException later =
                catchThrowableOfType(
                        CompletionException.class,
                        () -> bench.client.executeAsync(request).toCompletableFuture().join());
        assertThat(later.getCause()).hasMessage(thrown.getMessage());
        return thrown;
    }

    private void broken(String command, String path, Command... commands) {
        MpregException error = refused(RpcRequest.of(commands));
        assertThat(error.code()).as(error.getMessage()).isEqualTo(ErrorCode.BAD_GRAPH);
        assertThat(error.details())
                .as(error.getMessage())
                .containsEntry("command", command)
                .containsEntry("path", path);
        MpregException explained =
                catchThrowableOfType(
                        MpregException.class, () -> bench.client.explain(RpcRequest.of(commands)));
        assertThat(explained.code()).isEqualTo(ErrorCode.BAD_GRAPH);
    }

    private static RawJson json(String text) {
        return new RawJson(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void names() {
        broken("a", "name", Command.of("a", "f"), Command.of("a", "g"));
        broken("", "name", Command.of("", "f"));
        broken("a.b", "name", Command.of("a.b", "f"));
        broken("a", "function", Command.of("a", ""));
        broken("n".repeat(100), "name", Command.of("n".repeat(101), "f"));
    }

    @Test
    void references() {
        broken("a", "args[0]", Command.of("a", "f", Ref.to("b")));
        broken("a", "args[1][0].x", Command.of("a", "f", 1, List.of(Map.of("x", Ref.to("b")))));
        broken(
                "a",
                "kwargs.k.y",
                Command.of("a", "f").kwarg("k", json("{\"y\":{\"$ref\":\"b.c\"}}")));
        broken("a", "args[0]", Command.of("a", "f", Ref.to("a").field("x")));
        broken("a", "args[0]", Command.of("a", "f", json("{\"$ref\":7}")));
        broken("a", "args[0]", Command.of("a", "f", json("{\"\\u0024ref\":\"\"}")));
        for (String path : List.of("b.", "b[x]", "b[", "b[-1]", "b[0]x", "b..c", "b[\"x]")) {
            broken("a", "args[0]", Command.of("a", "f", new Ref(path)), Command.of("b", "g"));
        }
    }

    @Test
    void cycles() {
        broken(
                "a",
                "a -> b -> c -> a",
                Command.of("x", "f", Ref.to("a")),
                Command.of("a", "f", Ref.to("b")),
                Command.of("b", "f", Ref.to("c")),
                Command.of("c", "f", Ref.to("a")),
                Command.of("free", "f"));
    }

    @Test
    void tooManyCommands() {
        List<Command> commands =
                IntStream.rangeClosed(0, 1000).mapToObj(i -> Command.of("c" + i, "f")).toList();
        MpregException error = refused(RpcRequest.of(commands));
        assertThat(error.code()).isEqualTo(ErrorCode.BAD_GRAPH);
        assertThat(error).hasMessageContaining("1001").hasMessageContaining("1000");
    }

    @Test
    void eventsWithoutSense() {
        Command c = Command.of("a", "f");
        EventDependency e = EventDependency.on("e", EventDependency.Type.PUBSUB_MESSAGE, "x.y");
        broken("a", "after[1]", c.after(e).after(e));
        broken("a", "after[0]", c.after(e), Command.of("e", "f"));
        broken(
                "b",
                "args[0]",
                c.after(e),
                Command.of("c", "f").after(e),
                Command.of("b", "f", Ref.to("e")));
        MpregException pattern =
                refused(
                        RpcRequest.of(
                                c.after(
                                        EventDependency.on(
                                                "e", EventDependency.Type.QUEUE_MESSAGE, "a*b"))));
        assertThat(pattern.code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void otherFields() {
        assertThat(refused(RpcRequest.of(Command.of("a", "f").version("x"))).code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(refused(RpcRequest.of(Command.of("a", "f").timeout(Duration.ZERO))).code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(refused(RpcRequest.of().timeout(Duration.ofMillis(-1))).code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
        assertThat(refused(RpcRequest.of().requestId(" ")).code()).isEqualTo(ErrorCode.BAD_REQUEST);
        for (Guarantee guarantee : Guarantee.values()) {
            if (guarantee != Guarantee.FIRE_AND_FORGET && guarantee != Guarantee.AT_LEAST_ONCE) {
                MpregException error = refused(RpcRequest.of().delivery(guarantee));
                assertThat(error.code()).isEqualTo(ErrorCode.BAD_REQUEST);
                assertThat(error.details()).containsEntry("field", "delivery");
            }
        }
    }

    @Test
    void aNodeWithoutQueuesKeepsNoRequests() {
        RpcRequest request = RpcRequest.of(Command.of("a", "mpreg.echo", 1));
        assertThat(refused(request.delivery(Guarantee.AT_LEAST_ONCE)).code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThatThrownBy(() -> bench.client.submit(request)).hasMessageContaining("no queues");
    }

    @Test
    void argumentsOverTheLimit() {
        assertThat(refused(RpcRequest.of(Command.of("a", "f", "x".repeat(1 << 20)))).code())
                .isEqualTo(ErrorCode.PAYLOAD_TOO_LARGE);
        Object deep = List.of();
        for (int i = 0; i < 70; i++) {
            deep = List.of(deep);
        }
        assertThat(refused(RpcRequest.of(Command.of("a", "f", deep))).code())
                .isEqualTo(ErrorCode.BAD_REQUEST);
    }
}
