package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.transport.Channel;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.CallForm;
import io.mpreg.wire.bin.Feature;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Calls, results, invocations and returns in compact form. */
class CompactCallTest {

    private static final Payload ONE = Payload.json("1");

    private final SessionNode node = new SessionNode();

    /** A client that knows the compact form of the protocol. */
    private final class Wire implements Channel {
        private final List<Map<?, ?>> objects = new ArrayList<>();
        private final Map<Long, CallForm.Result> results = new LinkedHashMap<>();
        private final List<InvokeForm.Invoked> invoked = new ArrayList<>();
        private final Session session =
                node.sessions.open(
                        new Caller("test", "", Set.of(), Caller.Origin.REMOTE),
                        this,
                        Dialect.BINARY);
        private int frames;

        Wire(List<String> features) {
            ask("h", "hello", "features", features);
        }

        @Override
        public void send(byte[] frame, Sent through) {
            BinaryReader in = new BinaryReader(frame);
            frames++;
            int type;
            while ((type = in.next()) >= 0) {
                switch (type) {
                    case MessageType.JSON -> objects.add((Map<?, ?>) Json.parse(in.rest()));
                    case MessageType.RESULT -> results.put(in.number(), CallForm.result(in));
                    case MessageType.INVOKE -> invoked.add(InvokeForm.invoked(in));
                    default -> in.rest();
                }
            }
            through.sent();
        }

        @Override
        public void close(int code, String reason) {}

        void say(Consumer<BinaryWriter> messages) {
            BinaryWriter out = new BinaryWriter();
            messages.accept(out);
            session.frame(out.toBytes());
            node.settle();
        }

        void ask(String id, String op, Object... fields) {
            say(out -> out.json(Json.write(WireClient.request(id, op, fields))));
        }

        Map<?, ?> lastObject() {
            return objects.get(objects.size() - 1);
        }
    }

    private final Wire caller = new Wire(Feature.ALL);
    private final Wire provider = new Wire(Feature.ALL);

    private static CallForm.Call call(String function, Payload... args) {
        return new CallForm.Call(
                CallForm.COMMAND,
                function,
                List.of(args),
                Map.of(),
                Optional.empty(),
                Optional.empty());
    }

    private void provide() {
        provider.ask("r", "rpc.register", "function", "f", "version", "2");
    }

    @Test
    void saysWhatItKnows() {
        assertThat(caller.objects.get(0).get("features")).isEqualTo(Feature.ALL);
    }

    @Test
    void callsAndReturnsWithoutAnObject() {
        provide();
        Payload bytes = new Payload("application/x", new byte[] {1, 2});
        provider.objects.clear();
        caller.say(
                out ->
                        CallForm.call(
                                out,
                                7,
                                new CallForm.Call(
                                        "c",
                                        "f",
                                        List.of(ONE, bytes),
                                        Map.of("k", Payload.json("{\"$ref\":\"x\"}")),
                                        Optional.of(Duration.ofSeconds(3)),
                                        Optional.of("corr"))));
        InvokeForm.Invoked invoked = provider.invoked.get(0);
        assertThat(invoked.function()).isEqualTo("f");
        assertThat(invoked.version()).isEqualTo("2");
        assertThat(invoked.args()).containsExactly(ONE, bytes);
        assertThat(invoked.kwargs())
                .containsExactly(Map.entry("k", Payload.json("{\"$ref\":\"x\"}")));
        assertThat(invoked.deadlineMs()).isEqualTo(3000);
        assertThat(invoked.command()).isEqualTo("c");
        assertThat(invoked.correlationId()).isEqualTo("corr");
        assertThat(invoked.idempotencyKey()).isEqualTo(invoked.requestId() + ":c");
        provider.say(out -> InvokeForm.returned(out, invoked.number(), bytes));
        CallForm.Result result = caller.results.get(7L);
        assertThat(result.status()).isEqualTo(CommandStatus.SUCCEEDED);
        assertThat(result.value()).contains(bytes);
        assertThat(result.requestId()).isEqualTo(invoked.requestId());
        assertThat(result.correlationId()).isEqualTo("corr");
        assertThat(result.node()).isEqualTo("n1");
        assertThat(result.attempt()).isEqualTo(1);
        assertThat(provider.objects).isEmpty();
    }

    @Test
    void manyCallsOfAFrameLeaveInFewEachWay() {
        provide();
        provider.frames = 0;
        caller.frames = 0;
        caller.say(
                out -> {
                    for (int i = 0; i < 50; i++) {
                        CallForm.call(out, i, call("f", Payload.json("" + i)));
                    }
                });
        assertThat(provider.invoked).hasSize(50);
        assertThat(provider.frames).isEqualTo(3);
        provider.say(
                out ->
                        provider.invoked.forEach(
                                i -> InvokeForm.returned(out, i.number(), i.args().get(0))));
        assertThat(caller.frames).isEqualTo(3);
        for (int i = 0; i < 50; i++) {
            assertThat(caller.results.get((long) i).value()).contains(Payload.json("" + i));
        }
    }

    @Test
    void aFailureOfTheFunctionIsAnOutcome() {
        provide();
        caller.say(out -> CallForm.call(out, 1, call("f")));
        long number = provider.invoked.get(0).number();
        provider.say(out -> InvokeForm.failed(out, number, "no", "E"));
        CallForm.Result result = caller.results.get(1L);
        assertThat(result.status()).isEqualTo(CommandStatus.FAILED);
        assertThat(result.error().orElseThrow().code()).isEqualTo("MPREG-1003");
        assertThat(result.error().orElseThrow().message()).isEqualTo("no");
        caller.say(out -> CallForm.call(out, 2, call("no.such")));
        assertThat(caller.results.get(2L).error().orElseThrow().code()).isEqualTo("MPREG-1001");
    }

    @Test
    void argumentsAndValuesMustBeWhatTheySay() {
        provide();
        caller.say(out -> CallForm.call(out, 35, call("f", Payload.json("{"))));
        assertThat(caller.lastObject().get("code")).isEqualTo("MPREG-1400");
        assertThat(caller.lastObject().get("id")).isEqualTo("z");
        caller.say(out -> CallForm.call(out, 2, call("f")));
        long number = provider.invoked.get(0).number();
        provider.say(out -> InvokeForm.returned(out, number, Payload.json("[")));
        assertThat(caller.results.get(2L).error().orElseThrow().code()).isEqualTo("MPREG-1003");
        assertThat(provider.lastObject().get("op")).isEqualTo("error");
    }

    @Test
    void aReturnTooMuchChangesNothing() {
        provide();
        provider.objects.clear();
        caller.say(out -> CallForm.call(out, 1, call("f")));
        long number = provider.invoked.get(0).number();
        provider.say(
                out -> {
                    InvokeForm.returned(out, number, ONE);
                    InvokeForm.returned(out, number, Payload.json("2"));
                    InvokeForm.returned(out, 999, ONE);
                });
        assertThat(caller.results.get(1L).value()).contains(ONE);
        assertThat(provider.objects).isEmpty();
    }

    @Test
    void anIdThatIsInUseIsRefused() {
        provide();
        caller.say(out -> CallForm.call(out, 1, call("f")));
        caller.say(out -> CallForm.call(out, 1, call("f")));
        assertThat(caller.lastObject().get("code")).isEqualTo("MPREG-1409");
        assertThat(provider.invoked).hasSize(1);
    }

    @Test
    void aProviderThatDoesNotKnowGetsObjects() {
        Wire older = new Wire(List.of());
        older.ask("r", "rpc.register", "function", "g");
        caller.say(out -> CallForm.call(out, 1, call("g", ONE)));
        Map<?, ?> push = older.lastObject();
        assertThat(push.get("op")).isEqualTo("rpc.invoke");
        assertThat(push.get("args")).isEqualTo(List.of(1L));
        older.ask("x", "rpc.return", "invocation", push.get("invocation"), "value", 5);
        assertThat(older.lastObject().get("op")).isEqualTo("ok");
        assertThat(caller.results.get(1L).value()).contains(Payload.json("5"));
    }

    @Test
    void acallThatNobodyWaitsForIsWithdrawn() {
        provide();
        caller.say(out -> CallForm.call(out, 1, call("f")));
        caller.session.closed("cut");
        node.settle();
        assertThat(provider.lastObject().get("op")).isEqualTo("rpc.cancelled");
        assertThat(provider.lastObject().get("invocation"))
                .isEqualTo(Long.toString(provider.invoked.get(0).number(), 36));
    }

    @Test
    void survivesBrokenMessages() {
        provide();
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            Wire other = new Wire(Feature.ALL);
            BinaryWriter out = new BinaryWriter();
            CallForm.call(out, 1, call("f", Payload.json("[1, \"x\"]"), ONE));
            InvokeForm.returned(out, 5, ONE);
            InvokeForm.failed(out, 6, "a", "b");
            byte[] frame = out.toBytes();
            for (int i = random.nextInt(4); i >= 0; i--) {
                frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
            }
            other.session.frame(frame);
            node.settle();
            for (Map<?, ?> object : other.objects) {
                assertThat(object.get("code")).as("seed " + seed).isNotEqualTo("MPREG-1500");
            }
            other.session.closed("cut");
            node.settle();
        }
        caller.say(out -> CallForm.call(out, 1, call("mpreg.add", ONE, ONE)));
        assertThat(caller.results.get(1L).value()).contains(Payload.json("2"));
    }
}
