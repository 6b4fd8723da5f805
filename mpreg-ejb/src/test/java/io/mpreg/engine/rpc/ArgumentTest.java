package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.wire.json.RawJson;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArgumentTest {

    private final Bench bench = new Bench(1);

    private static RawJson json(String text) {
        return new RawJson(text.getBytes(StandardCharsets.UTF_8));
    }

    private String seen(@Nullable Object argument) {
        RpcResult result =
                bench.run(
                        Command.of("a", "mpreg.echo", Map.of("x", List.of(1, "two", 3.5))),
                        Command.of("odd", "mpreg.echo", json("{\"a.b\":{\"[\\\"\":7},\"\":8}")),
                        Command.of("b", "mpreg.echo", argument));
        return result.result("b").toString();
    }

    @Test
    void valuesOfEveryKind() {
        assertThat(seen(null)).isEqualTo("null");
        assertThat(seen(true)).isEqualTo("true");
        assertThat(seen(17)).isEqualTo("17");
        assertThat(seen(1.5f)).isEqualTo("1.5");
        assertThat(seen(new BigDecimal("1.10"))).isEqualTo("1.10");
        assertThat(seen("$ref")).isEqualTo("\"$ref\"");
        assertThat(seen(Arrays.asList(1, null, "x"))).isEqualTo("[1,null,\"x\"]");
        assertThat(seen(new Object[] {1, 2})).isEqualTo("[1,2]");
        assertThat(seen(json(" [1 , 2]"))).isEqualTo(" [1 , 2]");
        assertThat(seen(Payload.json("{\"n\":1}"))).isEqualTo("{\"n\":1}");
    }

    @Test
    void referencesAnywhere() {
        assertThat(seen(Ref.to("a"))).isEqualTo("{\"x\":[1,\"two\",3.5]}");
        assertThat(seen(Ref.to("a").field("x").index(1))).isEqualTo("\"two\"");
        assertThat(seen(List.of(0, List.of(Ref.to("a").field("x")))))
                .isEqualTo("[0,[[1,\"two\",3.5]]]");
        assertThat(seen(json("{\"k\":{\"$ref\":\"a.x[0]\"},\"v\":{\"$ref\":\"a\",\"n\":1}}")))
                .isEqualTo("{\"k\":1,\"v\":{\"$ref\":\"a\",\"n\":1}}");
        assertThat(seen(json("{\"\\u0024ref\":\"a.x[2]\"}"))).isEqualTo("3.5");
        assertThat(seen(Map.of("$ref", "a.x[0]"))).isEqualTo("1");
        assertThat(seen(Ref.to("odd").field("a.b").field("[\""))).isEqualTo("7");
        assertThat(seen(Ref.to("odd").field(""))).isEqualTo("8");
    }

    @Test
    void aValueThatIsHandedOnIsNoReferenceWhateverItsTextIs() {
        String text = "{\"$ref\":\"nobody\"}";
        Value handedOn =
                bench.run(Command.of("a", "mpreg.echo", Map.of("$lit", Map.of("$ref", "nobody"))))
                        .result("a");
        assertThat(handedOn).hasToString(text);
        assertThat(seen(handedOn)).isEqualTo(text);
        assertThat(seen(Payload.json(text))).isEqualTo(text);
        assertThat(seen(List.of(Payload.json(text), Ref.to("a").field("x").index(0))))
                .isEqualTo("[" + text + ",1]");
    }

    @Test
    void quotedValues() {
        assertThat(seen(json("{\"$lit\":{\"$ref\":\"nobody\"}}")))
                .isEqualTo("{\"$ref\":\"nobody\"}");
        assertThat(seen(Map.of("$lit", Map.of("$lit", 1)))).isEqualTo("{\"$lit\":1}");
        assertThat(seen(List.of(Map.of("$lit", Map.of("$ref", "x")), 1)))
                .isEqualTo("[{\"$ref\":\"x\"},1]");
    }

    @Test
    void bytesOfOtherTypes() {
        List<Payload> got = new ArrayList<>();
        bench.client.register(
                FunctionSpec.named("f"),
                call -> {
                    got.add(call.args().get(0).payload());
                    return new Payload("image/png", new byte[] {1, 2});
                });
        Payload text = new Payload("text/plain", new byte[] {65});
        String form = "{\"$bytes\":\"QQ==\",\"contentType\":\"text/plain\"}";
        RpcResult result =
                bench.run(
                        Command.of("a", "f", text),
                        Command.of("b", "f", json(form)),
                        Command.of("c", "f", Ref.to("a")),
                        Command.of("d", "mpreg.echo", List.of(Ref.to("a"), text)),
                        Command.of("e", "mpreg.echo", Ref.to("a").field("x")));
        assertThat(got.get(0)).isEqualTo(text);
        assertThat(got.get(1)).isEqualTo(text);
        assertThat(got.get(2)).isEqualTo(new Payload("image/png", new byte[] {1, 2}));
        assertThat(result.result("d"))
                .hasToString("[{\"$bytes\":\"AQI=\",\"contentType\":\"image/png\"}," + form + "]");
        assertThat(result.outcomes().get("e").error().orElseThrow().code()).isEqualTo("MPREG-1007");
    }

    @Test
    void referencesCannotBringInMoreThanAPayloadMayHave() {
        bench.client.register(FunctionSpec.named("big"), call -> "x".repeat(1 << 19));
        bench.client.register(FunctionSpec.named("box"), call -> Map.of("v", "x".repeat(1 << 19)));
        RpcResult result =
                bench.run(
                        Command.of("a", "big"),
                        Command.of("b", "box"),
                        Command.of("one", "mpreg.echo", List.of(Ref.to("a"))),
                        Command.of("many", "mpreg.echo", Collections.nCopies(50_000, Ref.to("a"))),
                        Command.of(
                                "parts",
                                "mpreg.echo",
                                Collections.nCopies(50_000, Ref.to("b").field("v"))));
        assertThat(result.outcomes().get("one").value()).isPresent();
        for (String name : List.of("many", "parts")) {
            assertThat(result.outcomes().get(name).error().orElseThrow().code())
                    .isEqualTo("MPREG-1413");
        }
    }

    /** What only an application's codec knows. */
    private record Order(int id, Object customer) {}

    private static final class OrderCodec implements ValueCodec {
        private final TreeCodec trees = new TreeCodec();

        @Override
        public Payload encode(@Nullable Object value) {
            if (!(value instanceof Order order)) {
                return trees.encode(value);
            }
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", order.id());
            fields.put(
                    "customer",
                    order.customer() instanceof Ref ref
                            ? Map.of("$ref", ref.path())
                            : order.customer());
            return trees.encode(fields);
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> @Nullable T decode(Payload payload, Type type) {
            if (type != Order.class) {
                return trees.decode(payload, type);
            }
            Map<String, Object> fields = trees.decode(payload, Map.class);
            return (T) new Order(((Long) fields.get("id")).intValue(), fields.get("customer"));
        }
    }

    @Test
    void theCallersCodecEncodesAndTheFunctionsDecodes() {
        RpcClient orders =
                bench.engine.client(
                        new ClientContext(
                                Caller.local("orders"),
                                new OrderCodec(),
                                new Gate(GateSettings.defaults()),
                                bench.scheduler));
        orders.register(
                FunctionSpec.named("orders.next"),
                call -> {
                    Order order = call.arg(0, Order.class);
                    return new Order(order.id() + 1, order.customer());
                });
        CompletableFuture<RpcResult> result =
                orders.executeAsync(
                                RpcRequest.of(
                                        Command.of("c", "mpreg.echo", "Ann"),
                                        Command.of("o", "orders.next", new Order(7, Ref.to("c"))),
                                        Command.of(
                                                "p",
                                                "orders.next",
                                                Map.of("id", 1, "customer", new Order(9, "x")))))
                        .toCompletableFuture();
        bench.scheduler.drain();
        assertThat(result.join().result("o").as(Order.class)).isEqualTo(new Order(8, "Ann"));
        assertThat(result.join().result("p"))
                .hasToString("{\"id\":2,\"customer\":{\"id\":9,\"customer\":\"x\"}}");
    }
}
