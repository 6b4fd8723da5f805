package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the protocol promises of handshakes, frames and limits, and a walk through all systems. */
@ExtendWith(ArquillianExtension.class)
public class ConformanceIT {

    private static final int PAYLOAD = 1 << 20;
    private static final int FRAME = 4 << 20;

    @Deployment(testable = false)
    public static EnterpriseArchive mpreg() {
        return Artefacts.ear();
    }

    @Test
    void choosesASubprotocolThatItKnows() throws Exception {
        try (Protocol client =
                Protocol.connect(
                        "", builder -> builder.subprotocols("mpreg.v9.xml", "mpreg.v1.json"))) {
            assertThat(client.subprotocol()).isEqualTo("mpreg.v1.json");
            client.ok("ping", Map.of());
        }
        try (Protocol client = Protocol.connect("mpreg.v1.bin")) {
            assertThat(client.subprotocol()).isEqualTo("mpreg.v1.bin");
        }
    }

    @Test
    void refusesAnythingElseAndSaysWhatItKnows() throws Exception {
        try (Protocol none = Protocol.connect("", builder -> builder);
                Protocol unknown = Protocol.connect("mpreg.v9.xml")) {
            for (Protocol client : List.of(none, unknown)) {
                assertThat(client.closeCode()).isEqualTo(1002);
                assertThat(client.closeReason()).contains("mpreg.v1.json", "mpreg.v1.bin");
            }
        }
    }

    @Test
    void letsPagesOfItsOwnConnectAndNoOthers() throws Exception {
        try (Protocol own = connectFrom(Node.http())) {
            own.ok("ping", Map.of());
        }
        try (Protocol foreign = connectFrom("https://elsewhere.example")) {
            assertThat(foreign.closeCode()).isEqualTo(1008);
        }
    }

    private static Protocol connectFrom(String origin) {
        return Protocol.connect("mpreg.v1.json", "", Map.of("Origin", origin));
    }

    @Test
    void endsWithAFrameOverTheLimit() throws Exception {
        try (Protocol client = Protocol.connect()) {
            Map<String, Object> hello = client.ok("hello", Map.of());
            assertThat(hello.get("limits").toString())
                    .contains("payloadBytes=" + PAYLOAD, "frameBytes=" + FRAME);
            error(
                    client.request(
                            "publish", Map.of("topic", "big", "payload", "x".repeat(PAYLOAD))),
                    "MPREG-1413");
            client.ok("publish", Map.of("topic", "big", "payload", "x".repeat(PAYLOAD - 2)));
            client.ok("ping", Map.of("ignored", "x".repeat(2 * PAYLOAD)));
            client.send("{\"op\":\"ping\",\"id\":\"a\",\"x\":\"" + "x".repeat(FRAME) + "\"}");
            assertThat(client.closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void endsWithSixteenMalformedFramesInARow() throws Exception {
        try (Protocol client = Protocol.connect()) {
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < 15; i++) {
                    client.send("[1,2");
                    error(client.push(), "MPREG-1400");
                }
                client.ok("ping", Map.of());
            }
            for (int i = 0; i < 16; i++) {
                client.send("7");
            }
            assertThat(client.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void takesBatchesAndBearsIds() throws Exception {
        try (Protocol client = Protocol.connect()) {
            client.send("[{\"op\":\"ping\",\"id\":\"b1\"},{\"id\":\"b2\"},{\"op\":\"ping\"}]");
            Map<Object, Object> ops = new HashMap<>();
            for (int i = 0; i < 3; i++) {
                Map<String, Object> reply = client.push();
                ops.put(reply.get("id"), reply.get("op"));
            }
            Map<Object, Object> expected = new HashMap<>(Map.of("b1", "ok", "b2", "error"));
            expected.put(null, "error");
            assertThat(ops).isEqualTo(expected);
        }
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        try (Protocol client = Protocol.connect()) {
            error(client.request("nope", Map.of()), "MPREG-1400");
            field(client.request("publish", object("'topic':'a..b'")), "topic");
            field(client.request("publish", object("'topic':'a','messageId':'x'")), "messageId");
            field(client.request("subscribe", object("'patterns':['a','b*']")), "patterns[1]");
            field(client.request("queue.create", object("'queue':'q','type':'X'")), "type");
            field(client.request("cache.put", object("'region':'r','value':1")), "key");
            error(client.request("publish", object("'topic':'mpreg.x'")), "MPREG-1403");
            error(client.request("queue.info", object("'queue':'nope'")), "MPREG-1404");
            Map<String, ?> twice =
                    object(
                            "'commands':[{'name':'a','function':'mpreg.node'},"
                                    + "{'name':'a','function':'mpreg.node'}]");
            error(client.request("rpc.call", twice), "MPREG-1002");
            client.ok("rpc.register", object("'function':'conf.f'"));
            error(client.request("rpc.register", object("'function':'conf.f'")), "MPREG-1409");
        }
    }

    @Test
    void walksThroughAllSystems() throws Exception {
        try (Protocol client = Protocol.connect()) {
            client.ok("queue.create", object("'queue':'conf','maxDepth':2,'backoffMs':0"));
            String send = "'queue':'conf','payload':{'$bytes':'AAE=','contentType':'a/b'}";
            client.ok("queue.send", object(send));
            client.ok("queue.send", object(send));
            Map<String, Object> full = client.request("queue.send", object(send));
            error(full, "MPREG-1429");
            assertThat(full.get("message").toString()).contains("capacity", "conf");
            client.ok("queue.consume", object("'queue':'conf','consumer':'c','prefetch':1"));
            Map<String, Object> first = client.push();
            assertThat(first)
                    .containsEntry("op", "delivery")
                    .containsEntry("attempt", 1L)
                    .containsEntry("topic", null)
                    .containsEntry("payload", object("'$bytes':'AAE=','contentType':'a/b'"));
            client.ok("queue.nack", Map.of("delivery", first.get("delivery"), "reason", "r"));
            assertThat(client.push()).containsEntry("attempt", 2L);
            client.ok("queue.delete", object("'queue':'conf'"));

            String wait =
                    "'commands':[{'name':'c','function':'mpreg.echo','args':[{'$ref':'e'}],"
                            + "'after':[{'dependency':'e','type':'PUBSUB_MESSAGE',"
                            + "'pattern':'conf.never','timeoutMs':20,'required':false,"
                            + "'default':[1]}]}]";
            assertThat(client.ok("rpc.call", object(wait)))
                    .containsEntry("results", Map.of("c", List.of(1L)));

            client.ok("cache.put", object("'region':'conf','key':'in','value':null"));
            client.ok(
                    "cache.put",
                    object("'region':'conf','key':'out','value':1,'dependsOn':['in']"));
            assertThat(client.ok("cache.get", object("'region':'conf','key':'in'")))
                    .containsEntry("found", true)
                    .containsEntry("value", null);
            assertThat(client.ok("cache.invalidate", object("'region':'conf','dependency':'in'")))
                    .containsEntry("invalidated", 1L);

            assertThat(client.ok("monitor.health", Map.of()))
                    .containsKeys("status", "score", "systems", "counts");
            client.ok("cluster.members", Map.of());
            client.ok("federation.status", Map.of());
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, ?> object(String fields) {
        String text = "{" + fields.replace('\'', '"') + "}";
        return (Map<String, ?>) Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void error(Map<String, Object> reply, String code) {
        assertThat(reply).containsEntry("op", "error").containsEntry("code", code);
    }

    private static void field(Map<String, Object> reply, String field) {
        error(reply, "MPREG-1400");
        assertThat((Map<?, ?>) reply.get("details")).asString().contains("field=" + field);
    }
}
