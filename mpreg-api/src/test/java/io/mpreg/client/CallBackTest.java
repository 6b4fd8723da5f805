package io.mpreg.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.CallForm;
import io.mpreg.wire.bin.Feature;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Functions that were quick for long, run on the connection's thread, and then wait for it. */
class CallBackTest {

    private static final int PATIENCE_S = 30;
    private static final int WHOLE_BINARY = 0x82;
    private static final int QUICK = 150;

    /** A node that knows one client, message by message. */
    private static final class Node implements AutoCloseable {
        private final RawServer server = new RawServer();
        private BinaryReader frame;
        private long calls;

        Node() throws Exception {}

        /** Steps to the next message of the client; its type. */
        int next() throws Exception {
            int type = frame == null ? -1 : frame.next();
            while (type < 0) {
                RawServer.Got got = server.next();
                if (got.opcode() == WHOLE_BINARY) {
                    frame = new BinaryReader(got.payload());
                    type = frame.next();
                }
            }
            return type;
        }

        void say(Consumer<BinaryWriter> message) throws Exception {
            BinaryWriter out = new BinaryWriter();
            message.accept(out);
            server.raw(RawServer.frame(WHOLE_BINARY, out.toBytes()));
        }

        void grant(Map<String, ?> fields) throws Exception {
            assertThat(next()).isEqualTo(MessageType.JSON);
            Map<?, ?> request = (Map<?, ?>) Json.parse(frame.rest());
            Map<String, Object> reply = new java.util.LinkedHashMap<>(fields);
            reply.put("op", "ok");
            reply.put("id", request.get("id"));
            say(out -> out.json(Json.write(reply)));
        }

        /** Lets the client's function run; calls that it makes meanwhile are answered. */
        Payload invoke(int number) throws Exception {
            say(
                    out ->
                            InvokeForm.invoke(
                                    out,
                                    new InvokeForm.Invoked(
                                            number,
                                            "p",
                                            "f",
                                            "1",
                                            List.of(Payload.json("" + number)),
                                            Map.of(),
                                            30_000,
                                            "call",
                                            "rpc-1",
                                            "1",
                                            "rpc-1:call",
                                            "")));
            while (true) {
                int type = next();
                if (type == MessageType.CALL) {
                    long id = frame.number();
                    CallForm.Call call = CallForm.call(frame);
                    calls++;
                    say(out -> answer(out, id, call.args().get(0)));
                } else if (type == MessageType.RETURN) {
                    InvokeForm.Returned returned = InvokeForm.returned(frame);
                    assertThat(returned.number()).isEqualTo(number);
                    return returned.value();
                }
            }
        }

        private static void answer(BinaryWriter out, long id, Payload value) {
            Value carried = new Value(value, new Plain());
            CommandOutcome outcome =
                    new CommandOutcome(
                            CommandStatus.SUCCEEDED,
                            Optional.of(carried),
                            Optional.empty(),
                            Optional.empty(),
                            0,
                            "n",
                            1,
                            0,
                            0);
            CallForm.result(
                    out,
                    id,
                    new RpcResult(
                            "rpc-2",
                            "2",
                            Map.of("call", carried),
                            Map.of("call", outcome),
                            100,
                            List.of(),
                            Optional.empty()),
                    outcome);
        }

        @Override
        public void close() throws Exception {
            server.close();
        }
    }

    /** Lets payloads through. */
    private static final class Plain implements io.mpreg.api.codec.ValueCodec {
        @Override
        public Payload encode(Object value) {
            return value instanceof Value carried ? carried.payload() : (Payload) value;
        }

        @Override
        @SuppressWarnings("unchecked") // payloads only
        public <T> T decode(Payload payload, java.lang.reflect.Type type) {
            return (T) payload;
        }
    }

    @Test
    void theConnectionIsReadAllTheSame() throws Exception {
        try (Node node = new Node();
                RemoteMpregClient client =
                        MpregClients.connect(
                                RemoteOptions.to(node.server.url().toString())
                                        .codec(new Plain()))) {
            node.server.accept();
            node.server.agree("mpreg.v1.bin", new byte[0]);
            node.grant(Map.of("node", "n", "features", Feature.ALL));
            CompletableFuture<?> registering =
                    CompletableFuture.runAsync(
                            () ->
                                    client.rpc()
                                            .register(
                                                    FunctionSpec.named("f"),
                                                    call -> {
                                                        Payload arg = call.args().get(0).payload();
                                                        int n = Integer.parseInt(arg.text());
                                                        return n < QUICK
                                                                ? arg
                                                                : client.rpc()
                                                                        .call("g", arg)
                                                                        .payload();
                                                    }));
            node.grant(Map.of("provider", "p"));
            registering.get(PATIENCE_S, TimeUnit.SECONDS);
            for (int i = 0; i < QUICK + 20; i++) {
                assertThat(node.invoke(i)).isEqualTo(Payload.json("" + i));
            }
            assertThat(node.calls).isEqualTo(20);
        }
    }
}
