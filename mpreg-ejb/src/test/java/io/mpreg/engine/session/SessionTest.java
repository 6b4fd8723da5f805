package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.transport.LinkSettings;
import io.mpreg.engine.transport.OutboxSettings;
import io.mpreg.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTest {

    private final SessionNode node = new SessionNode();
    private final WireClient client = node.connect();

    @Test
    void greets() {
        Map<String, Object> hello = client.ok("hello", "client", "me");
        assertThat(hello)
                .containsEntry("node", "n1")
                .containsEntry("cluster", "c1")
                .containsEntry("session", client.session.id())
                .containsEntry("version", "test")
                .containsEntry("heartbeatMs", 20_000L);
        assertThat(hello.get("limits"))
                .isEqualTo(
                        Map.of(
                                "payloadBytes",
                                1L << 20,
                                "frameBytes",
                                4L << 20,
                                "patternsPerSubscription",
                                100L,
                                "openRequests",
                                16_384L));
        assertThat(client.error("hello", "client", 7)).isEqualTo("MPREG-1400");
        assertThat(client.ok("ping")).hasSize(2);
    }

    @Test
    void ignoresUnknownFieldsAndRefusesUnknownOperations() {
        client.ok("ping", "x", 1, "y", List.of());
        assertThat(client.error("no.such.op")).isEqualTo("MPREG-1400");
        assertThat(client.closeCode).isZero();
    }

    @Test
    void handlesABatchInOrder() {
        List<Object> batch = new ArrayList<>();
        batch.add(
                WireClient.request(
                        "a", "subscribe", "subscription", "s", "patterns", List.of("t")));
        batch.add(WireClient.request("b", "publish", "topic", "t", "payload", 1));
        batch.add(WireClient.request("c", "unsubscribe", "subscription", "s"));
        batch.add(WireClient.request("d", "publish", "topic", "t", "payload", 2));
        client.session.frame(Json.write(batch));
        assertThat(client.replyTo("b")).containsEntry("matched", 1L);
        assertThat(client.replyTo("c")).containsEntry("removed", true);
        assertThat(client.replyTo("d")).containsEntry("matched", 0L);
    }

    @Test
    void keepsTheOrderBehindWhatMayBlock() {
        client.ok("publish", "topic", "t");
        String slow = client.ask("latest", "pattern", "t");
        String swift = client.ask("publish", "topic", "u");
        assertThat(client.rest()).hasSize(2);
        assertThat(node.tasks).isEmpty();
        assertThat(slow).isNotEqualTo(swift);
    }

    @Test
    void answersWhatIsNoRequestAndGoesOn() {
        for (String bad :
                List.of("this is not JSON", "17", "\"x\"", "null", "{}", "{\"op\":7}", "[1]", "")) {
            client.raw(bad);
            Map<String, Object> error = client.push("error");
            assertThat(error).as(bad).containsEntry("code", "MPREG-1400").doesNotContainKey("id");
            assertThat((Map<?, ?>) error.get("details")).as(bad).hasSizeGreaterThanOrEqualTo(2);
        }
        client.raw("{\"op\":\"ping\"}");
        assertThat(client.push("error").get("details").toString()).contains("field=id", "op=ping");
        client.raw("{\"op\":\"ping\",\"id\":5}");
        assertThat(client.push("error")).containsEntry("code", "MPREG-1400");
        client.raw("[]");
        assertThat(client.rest()).isEmpty();
        client.ok("ping");
    }

    @Test
    void endsASessionOfMalformedFramesOnly() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 15; i++) {
                client.raw("{");
            }
            client.ok("ping");
        }
        assertThat(client.closeCode).isZero();
        for (int i = 0; i < 15; i++) {
            client.raw("{");
        }
        assertThat(client.closeCode).isZero();
        client.raw("{");
        assertThat(client.closeCode).isEqualTo(1008);
        assertThat(node.sessions.size()).isZero();
    }

    @Test
    void refusesAnIdThatIsOpen() {
        client.raw(
                "{\"op\":\"rpc.call\",\"id\":\"x\",\"commands\":[{\"name\":\"a\",\"function\":"
                        + "\"mpreg.sleep\",\"args\":[1000]}]}");
        client.raw("{\"op\":\"ping\",\"id\":\"x\"}");
        Map<String, Object> reply = client.replyTo("x");
        assertThat(reply).containsEntry("op", "error").containsEntry("code", "MPREG-1409");
        node.time.advance(Duration.ofSeconds(1));
        assertThat(client.replyTo("x")).containsEntry("op", "ok");
        client.raw("{\"op\":\"ping\",\"id\":\"x\"}");
        assertThat(client.replyTo("x")).containsEntry("op", "ok");
    }

    @Test
    void requestsRunConcurrently() {
        String slow =
                client.ask(
                        "rpc.call",
                        "commands",
                        List.of(
                                Map.of(
                                        "name",
                                        "a",
                                        "function",
                                        "mpreg.sleep",
                                        "args",
                                        List.of(500))));
        client.ok("ping");
        assertThat(client.hasReply(slow)).isFalse();
        node.time.advance(Duration.ofSeconds(1));
        assertThat(client.replyTo(slow).get("results")).isEqualTo(Map.of("a", 500L));
    }

    private static SessionSettings settings(int requests, OutboxSettings outbox) {
        return new SessionSettings(
                1000,
                4000,
                100,
                Duration.ofSeconds(20),
                3,
                requests,
                16,
                1000,
                outbox,
                LinkSettings.defaults());
    }

    @Test
    void boundsOpenRequestsAndEndsASessionThatIgnoresIt() {
        SessionNode small =
                new SessionNode(settings(4, OutboxSettings.defaults()), PubSubSettings.defaults());
        WireClient greedy = small.connect();
        for (int i = 0; i < 4; i++) {
            greedy.ask(
                    "rpc.call",
                    "commands",
                    List.of(
                            Map.of(
                                    "name",
                                    "a",
                                    "function",
                                    "mpreg.sleep",
                                    "args",
                                    List.of(60_000))));
        }
        small.settle();
        Map<String, Object> refused = greedy.reply("ping");
        assertThat(refused).containsEntry("code", "MPREG-1429");
        assertThat(refused.get("details").toString()).contains("limit=4");
        for (int i = 0; i < 3; i++) {
            assertThat(greedy.error("ping")).isEqualTo("MPREG-1429");
        }
        assertThat(greedy.closeCode).isZero();
        greedy.ask("ping");
        assertThat(greedy.closeCode).isEqualTo(1008);
    }

    @Test
    void refusesFramesThatAreTooLarge() {
        client.session.frame(new byte[(4 << 20) + 1]);
        assertThat(client.closeCode).isEqualTo(1009);
    }

    @Test
    void refusesPayloadsThatAreTooLarge() {
        String large = "x".repeat(1 << 20);
        assertThat(client.error("publish", "topic", "t", "payload", large)).isEqualTo("MPREG-1413");
        client.ok("publish", "topic", "t", "payload", large.substring(2));
        assertThat(client.error("cache.put", "region", "r", "key", "k", "value", large))
                .isEqualTo("MPREG-1413");
    }

    @Test
    void endsASessionThatDoesNotReadItsReplies() {
        SessionNode small =
                new SessionNode(
                        settings(100, new OutboxSettings(50, 100_000, 1000)),
                        PubSubSettings.defaults());
        WireClient deaf = small.connectSlow();
        for (int i = 0; i < 51; i++) {
            deaf.ask("ping");
        }
        assertThat(deaf.closeCode).isZero();
        deaf.ask("ping");
        assertThat(deaf.closeCode).isEqualTo(1008);
        assertThat(deaf.closeReason).contains("too slow");
        assertThat(small.monitor.client().metrics()).containsEntry("transport.overflows", 1L);
    }

    @Test
    void gathersRepliesWhileASendIsUnderWay() {
        WireClient slow = node.connectSlow();
        for (int i = 0; i < 10; i++) {
            slow.ask("ping");
        }
        assertThat(slow.batches).containsExactly(1);
        slow.read();
        assertThat(slow.batches).containsExactly(1, 9);
    }

    @Test
    void looksForSignsOfLife() {
        node.time.advance(Duration.ofSeconds(20));
        node.settle();
        assertThat(client.pings).isEqualTo(1);
        client.session.pong();
        for (int i = 0; i < 3; i++) {
            node.time.advance(Duration.ofSeconds(20));
            node.settle();
        }
        assertThat(client.closeCode).isZero();
        node.time.advance(Duration.ofSeconds(20));
        node.settle();
        assertThat(client.closeCode).isEqualTo(1001);
        assertThat(node.sessions.size()).isZero();
    }

    @Test
    void anyFrameIsASignOfLife() {
        for (int i = 0; i < 20; i++) {
            node.time.advance(Duration.ofSeconds(19));
            client.ok("ping");
        }
        assertThat(client.closeCode).isZero();
    }

    @Test
    void endsEverySessionWhenTheNodeStops() {
        WireClient other = node.connect();
        node.sessions.close();
        assertThat(client.closeCode).isEqualTo(1001);
        assertThat(other.closeCode).isEqualTo(1001);
        assertThat(node.sessions.size()).isZero();
    }

    @Test
    void tellsNothingOfAnInternalFailureButItsIncident() {
        node.broken = true;
        Map<String, Object> reply = client.reply("queue.list");
        assertThat(reply).containsEntry("code", "MPREG-1500");
        Map<?, ?> details = (Map<?, ?>) reply.get("details");
        assertThat(details.keySet().toString()).contains("incident", "op");
        assertThat(reply.toString()).contains(details.get("incident").toString());
        assertThat(reply.toString()).doesNotContain("on purpose", "Exception");
        assertThat(client.session.health().read().successRate()).isLessThan(1);
    }

    @Test
    void passesPayloadsOnAsTheyCame() {
        WireClient other = node.connect();
        client.ok("subscribe", "subscription", "s", "patterns", List.of("t"));
        Payload[] seen = new Payload[1];
        node.exchange
                .client(
                        new ClientContext(
                                Caller.local("x"),
                                new PayloadCodec(),
                                new Gate(GateSettings.defaults()),
                                Runnable::run))
                .subscribe("t", Payload.class, m -> seen[0] = m.body());
        other.raw(
                "{\"op\":\"publish\",\"id\":\"1\",\"topic\":\"t\",\"payload\": { \"a\" : 1.500e1 } }");
        node.settle();
        assertThat(new String(seen[0].bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{ \"a\" : 1.500e1 }");
        assertThat(client.push("message").get("payload").toString()).isEqualTo("{a=15.00}");
    }
}
