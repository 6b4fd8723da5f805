package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client protocol over the server's WebSocket. */
@ExtendWith(ArquillianExtension.class)
public class ProtocolIT {

    @Deployment(testable = false)
    public static EnterpriseArchive mpreg() {
        return Artefacts.ear();
    }

    @Test
    void greets() throws Exception {
        try (Protocol client = Protocol.connect()) {
            assertThat(client.ok("hello", Map.of("client", "contract")))
                    .containsKeys("node", "cluster", "session", "version", "limits");
            client.ok("ping", Map.of());
        }
    }

    @Test
    void publishesToSubscribersByPattern() throws Exception {
        try (Protocol publisher = Protocol.connect();
                Protocol subscriber = Protocol.connect()) {
            subscriber.ok(
                    "subscribe", Map.of("subscription", "s1", "patterns", List.of("p.*.a", "p.#")));
            Map<String, Object> receipt =
                    publisher.ok(
                            "publish",
                            Map.of(
                                    "topic",
                                    "p.x.a",
                                    "payload",
                                    Map.of("n", 1),
                                    "headers",
                                    Map.of("k", "v")));
            assertThat(receipt).containsEntry("matched", 1L);

            Map<String, Object> message = subscriber.push();
            assertThat(message)
                    .containsEntry("op", "message")
                    .containsEntry("subscription", "s1")
                    .containsEntry("topic", "p.x.a")
                    .containsEntry("payload", Map.of("n", 1L))
                    .containsEntry("messageId", receipt.get("messageId"))
                    .containsEntry("replayed", false);
            assertThat(subscriber.ok("unsubscribe", Map.of("subscription", "s1")))
                    .containsEntry("removed", true);
            assertThat(subscriber.ok("unsubscribe", Map.of("subscription", "s1")))
                    .containsEntry("removed", false);
        }
    }

    @Test
    void deliversAgainWhatADeadConsumerHeld() throws Exception {
        try (Protocol sender = Protocol.connect()) {
            sender.ok("queue.create", Map.of("queue", "wire-q", "backoffMs", 0));
            sender.ok("queue.send", Map.of("queue", "wire-q", "payload", "m1"));
            try (Protocol first = Protocol.connect()) {
                first.ok("queue.consume", Map.of("queue", "wire-q"));
                assertThat(first.push())
                        .containsEntry("payload", "m1")
                        .containsEntry("attempt", 1L);
            }
            try (Protocol second = Protocol.connect()) {
                second.ok("queue.consume", Map.of("queue", "wire-q"));
                Map<String, Object> delivery = second.push();
                assertThat(delivery).containsEntry("op", "delivery").containsEntry("payload", "m1");
                Map<String, Object> ack = Map.of("delivery", delivery.get("delivery"));
                assertThat(second.ok("queue.ack", ack)).containsEntry("acknowledged", 1L);
                assertThat(second.ok("queue.ack", ack)).containsEntry("acknowledged", 0L);
            }
            assertThat(sender.ok("queue.delete", Map.of("queue", "wire-q")))
                    .containsEntry("deleted", true);
        }
    }

    @Test
    void callsAFunctionThatAnotherConnectionProvides() throws Exception {
        try (Protocol provider = Protocol.connect();
                Protocol caller = Protocol.connect()) {
            provider.ok("rpc.register", Map.of("function", "wire.upper"));
            provider.ok("hello", Map.of());
            Thread answering =
                    new Thread(
                            () -> {
                                try {
                                    Map<String, Object> invoke = provider.push();
                                    String text = ((List<?>) invoke.get("args")).get(0).toString();
                                    provider.request(
                                            "rpc.return",
                                            Map.of(
                                                    "invocation",
                                                    invoke.get("invocation"),
                                                    "value",
                                                    text.toUpperCase(java.util.Locale.ROOT)));
                                } catch (Exception e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            answering.start();
            Map<String, Object> reply =
                    caller.ok(
                            "rpc.call",
                            Map.of(
                                    "commands",
                                    List.of(
                                            Map.of(
                                                    "name",
                                                    "b",
                                                    "function",
                                                    "mpreg.echo",
                                                    "args",
                                                    List.of(Map.of("$ref", "a"))),
                                            Map.of(
                                                    "name",
                                                    "a",
                                                    "function",
                                                    "wire.upper",
                                                    "args",
                                                    List.of("loud")))));
            answering.join();
            assertThat(reply.get("results")).isEqualTo(Map.of("b", "LOUD"));
        }
    }

    @Test
    void cacheIsComparedAndFetched() throws Exception {
        try (Protocol client = Protocol.connect()) {
            client.ok("cache.region", Map.of("region", "wire.all", "mode", "REPLICATED"));
            client.ok("cache.put", Map.of("region", "wire.all", "key", "k", "value", 1));
            assertThat(client.ok("cache.check", Map.of("region", "wire.all", "repair", true)))
                    .containsEntry("keys", 1L)
                    .containsEntry("agrees", true)
                    .containsEntry("repaired", 0L);
            assertThat(client.ok("cache.warm", Map.of("region", "wire.all")))
                    .containsEntry("entries", 1L);
            client.ok("cache.clear", Map.of("region", "wire.all"));
        }
    }

    @Test
    void cacheAndTimeline() throws Exception {
        try (Protocol client = Protocol.connect()) {
            Map<String, Object> entry =
                    Map.of(
                            "region",
                            "wire",
                            "key",
                            "a.b",
                            "value",
                            List.of(1, 2),
                            "tags",
                            List.of("t"));
            assertThat(client.ok("cache.put", entry)).containsEntry("stored", true);
            assertThat(client.ok("cache.get", Map.of("region", "wire", "key", "a.b")))
                    .containsEntry("found", true)
                    .containsEntry("value", List.of(1L, 2L));
            assertThat(client.ok("cache.invalidate", Map.of("region", "wire", "tag", "t")))
                    .containsEntry("invalidated", 1L);
            assertThat(client.ok("cache.get", Map.of("region", "wire", "key", "a.b")))
                    .containsEntry("found", false);

            Map<String, Object> receipt =
                    client.ok("publish", Map.of("topic", "wire.t", "correlationId", "wire-c"));
            assertThat(receipt).containsEntry("correlationId", "wire-c");
            List<?> events =
                    (List<?>)
                            client.ok("monitor.timeline", Map.of("correlationId", "wire-c"))
                                    .get("events");
            assertThat(events.toString()).contains("message.published");
        }
    }

    @Test
    void answersBadInputWithCodes() throws Exception {
        try (Protocol client = Protocol.connect()) {
            assertError(client.request("no.such.op", Map.of()), "MPREG-1400");
            Map<String, Object> bad =
                    client.request("subscribe", Map.of("patterns", List.of("a.b*")));
            assertError(bad, "MPREG-1400");
            assertThat(((Map<?, ?>) bad.get("details")).keySet().toString())
                    .contains("field", "reason", "op");
            assertError(client.request("publish", Map.of("topic", "mpreg.x")), "MPREG-1403");
            assertError(client.request("queue.purge", Map.of("queue", "none")), "MPREG-1404");
            client.send("this is not JSON");
            assertError(client.push(), "MPREG-1400");
            Map<String, Object> reply =
                    client.ok(
                            "rpc.call",
                            Map.of(
                                    "commands",
                                    List.of(Map.of("name", "x", "function", "nobody.has.it"))));
            assertThat(reply.get("outcomes").toString()).contains("MPREG-1001");
            client.ok("ping", Map.of());
        }
    }

    @Test
    void refusesAnUnknownSubprotocol() throws Exception {
        try (Protocol client = Protocol.connect("mpreg.v9.xml")) {
            assertThat(client.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void explainsWhoReceives() throws Exception {
        try (Protocol client = Protocol.connect()) {
            client.ok("subscribe", Map.of("subscription", "ex", "patterns", List.of("ex.#")));
            client.ok("queue.create", Map.of("queue", "ex-q"));
            client.ok("queue.bind", Map.of("queue", "ex-q", "patterns", List.of("ex.*")));
            List<?> receivers =
                    (List<?>) client.ok("route.explain", Map.of("topic", "ex.a")).get("receivers");
            assertThat(receivers.toString()).contains("PUBSUB", "QUEUE", "ex-q");
            client.ok("queue.delete", Map.of("queue", "ex-q"));
        }
    }

    private static void assertError(Map<String, Object> reply, String code) {
        assertThat(reply).containsEntry("op", "error").containsEntry("code", code);
    }
}
