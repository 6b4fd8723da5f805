package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueOperationsTest {

    private final SessionNode node = new SessionNode();
    private final WireClient sender = node.connect();
    private final WireClient consumer = node.connect();

    private Object delivery() {
        return consumer.push("delivery").get("delivery");
    }

    @Test
    void makesListsAndDeletes() {
        assertThat(sender.ok("queue.create", "queue", "q", "maxDepth", 10, "ttlMs", 5000))
                .containsEntry("created", true);
        assertThat(sender.ok("queue.create", "queue", "q")).containsEntry("created", false);
        assertThat((List<?>) sender.ok("queue.list").get("queues")).isEqualTo(List.of("q"));
        Map<String, Object> info = sender.ok("queue.info", "queue", "q");
        assertThat(((Map<?, ?>) info.get("config")).keySet().toString())
                .contains("type", "maxDepth", "maxRetries", "ackTimeoutMs", "ttlMs", "backoffMs")
                .contains("dedupe", "dedupeWindowMs", "deadLetter", "durability", "singleActive")
                .contains("delayMs");
        assertThat(((Map<?, ?>) info.get("stats")).keySet().toString())
                .contains("sent", "delivered", "acknowledged", "failed", "expired", "requeued")
                .contains("deadLettered", "depth", "inFlight", "oldestAgeMs", "successRate")
                .contains("sentPerSecond", "deliveredPerSecond", "acknowledgedPerSecond");
        assertThat(((Map<?, ?>) ((Map<?, ?>) info.get("stats")).get("processing")).keySet())
                .hasToString("[p50, p95, p99]");
        assertThat(sender.ok("queue.delete", "queue", "q")).containsEntry("deleted", true);
        assertThat(sender.ok("queue.delete", "queue", "q")).containsEntry("deleted", false);
        Map<String, Object> missing = sender.reply("queue.info", "queue", "q");
        assertThat(missing).containsEntry("code", "MPREG-1404");
        assertThat((String) missing.get("message")).contains("does not exist");
        assertThat(sender.error("queue.purge", "queue", "none")).isEqualTo("MPREG-1404");
    }

    @Test
    void sendsConsumesAndAcknowledges() {
        Map<String, Object> receipt =
                sender.ok(
                        "queue.send",
                        "queue",
                        "q",
                        "payload",
                        Map.of("n", 1),
                        "headers",
                        Map.of("h", "v"),
                        "correlationId",
                        "c-1");
        assertThat(receipt)
                .containsEntry("duplicate", false)
                .containsEntry("correlationId", "c-1")
                .containsKeys("messageId", "durability");
        String id = (String) consumer.ok("queue.consume", "queue", "q").get("consumer");
        Map<String, Object> delivery = consumer.push("delivery");
        assertThat(delivery)
                .containsEntry("consumer", id)
                .containsEntry("queue", "q")
                .containsEntry("messageId", receipt.get("messageId"))
                .containsEntry("topic", null)
                .containsEntry("payload", Map.of("n", 1L))
                .containsEntry("attempt", 1L)
                .containsEntry("timestamp", "2026-01-01T00:00:00.000Z");
        assertThat(((Map<?, ?>) delivery.get("headers")).get("h")).isEqualTo("v");
        Object number = delivery.get("delivery");
        consumer.ok("queue.extend", "delivery", number, "ms", 60_000);
        assertThat(consumer.ok("queue.ack", "delivery", number)).containsEntry("acknowledged", 1L);
        assertThat(consumer.ok("queue.ack", "delivery", number)).containsEntry("acknowledged", 0L);
        assertThat(consumer.error("queue.nack", "delivery", number)).isEqualTo("MPREG-1404");
        assertThat(consumer.error("queue.extend", "delivery", number, "ms", 1))
                .isEqualTo("MPREG-1404");
        assertThat(sender.ok("monitor.timeline", "correlationId", "c-1").toString())
                .contains("queue.enqueued", "queue.delivered", "queue.acknowledged");
    }

    @Test
    void acknowledgesManyAtOnce() {
        for (int i = 0; i < 3; i++) {
            sender.ok("queue.send", "queue", "q", "payload", i);
        }
        consumer.ok("queue.consume", "queue", "q", "prefetch", 2);
        List<Object> deliveries =
                consumer.pushes("delivery").stream().map(d -> d.get("delivery")).toList();
        assertThat(deliveries).hasSize(2);
        assertThat(consumer.ok("queue.ack", "deliveries", deliveries))
                .containsEntry("acknowledged", 2L);
        assertThat(consumer.pushes("delivery")).hasSize(1);
    }

    @Test
    void creditAllowsMoreThanThePrefetch() {
        for (int i = 0; i < 5; i++) {
            sender.ok("queue.send", "queue", "q", "payload", i);
        }
        consumer.ok("queue.consume", "consumer", "k", "queue", "q", "prefetch", 1);
        assertThat(consumer.pushes("delivery")).hasSize(1);
        consumer.ok("credit", "consumer", "k", "n", 2);
        assertThat(consumer.pushes("delivery")).hasSize(2);
        assertThat(consumer.error("credit", "consumer", "x", "n", 2)).isEqualTo("MPREG-1404");
    }

    @Test
    void refusesAndDeliversAgain() {
        sender.ok("queue.create", "queue", "q", "backoffMs", 0);
        sender.ok("queue.send", "queue", "q", "payload", "m");
        consumer.ok("queue.consume", "queue", "q");
        assertThat(consumer.ok("queue.nack", "delivery", delivery(), "reason", "not now"))
                .containsEntry("settled", true);
        node.time.advance(Duration.ofMillis(1));
        Map<String, Object> again = consumer.push("delivery");
        assertThat(again).containsEntry("attempt", 2L);
        consumer.ok(
                "queue.nack",
                "delivery",
                again.get("delivery"),
                "action",
                "DELAY",
                "delayMs",
                5_000);
        assertThat(consumer.pushes("delivery")).isEmpty();
        node.time.advance(Duration.ofSeconds(5));
        consumer.ok(
                "queue.nack", "delivery", delivery(), "action", "DEAD_LETTER", "reason", "never");
        List<?> letters = (List<?>) sender.ok("queue.dlq.list", "queue", "q").get("messages");
        assertThat(letters).hasSize(1);
        Map<?, ?> letter = (Map<?, ?>) letters.get(0);
        assertThat(letter.keySet().toString())
                .contains("messageId", "payload", "reason", "attempts", "lastError");
        assertThat(letter.get("payload")).isEqualTo("m");
        assertThat(
                        sender.ok(
                                "queue.dlq.redrive",
                                "queue",
                                "q",
                                "messageIds",
                                List.of(letter.get("messageId"))))
                .containsEntry("redriven", 1L);
        assertThat(delivery()).isNotNull();
        assertThat(sender.ok("queue.dlq.purge", "queue", "q")).containsEntry("purged", 0L);
    }

    @Test
    void returnsWhatALostConsumerHeld() {
        sender.ok("queue.create", "queue", "q", "backoffMs", 0);
        sender.ok("queue.send", "queue", "q", "payload", "m");
        WireClient first = node.connect();
        first.ok("queue.consume", "queue", "q");
        assertThat(first.push("delivery")).containsEntry("attempt", 1L);
        first.cut();
        consumer.ok("queue.consume", "queue", "q");
        assertThat(consumer.push("delivery")).containsEntry("payload", "m");
    }

    @Test
    void cancellingReturnsWhatWasHeld() {
        sender.ok("queue.send", "queue", "q", "payload", "m");
        consumer.ok("queue.consume", "consumer", "k", "queue", "q");
        Object number = delivery();
        consumer.ok("queue.cancel", "consumer", "k");
        assertThat(consumer.ok("queue.ack", "delivery", number)).containsEntry("acknowledged", 0L);
        assertThat(consumer.error("queue.cancel", "consumer", "k")).isEqualTo("MPREG-1404");
        consumer.ok("queue.consume", "queue", "q");
        assertThat(consumer.pushes("delivery")).hasSize(1);
    }

    @Test
    void acknowledgesByItselfWhenTheFrameIsHandedOver() {
        sender.ok("queue.create", "queue", "q");
        WireClient slow = node.connectSlow();
        slow.ask("queue.consume", "queue", "q", "autoAck", true);
        node.settle();
        slow.read();
        sender.ok("queue.send", "queue", "q", "payload", 1);
        assertThat(stat("acknowledged")).isZero();
        slow.read();
        node.settle();
        assertThat(stat("acknowledged")).isEqualTo(1);
    }

    private long stat(String name) {
        Map<?, ?> stats = (Map<?, ?>) sender.ok("queue.info", "queue", "q").get("stats");
        return (Long) stats.get(name);
    }

    @Test
    void theReplyComesBeforeTheDeliveries() {
        sender.ok("queue.send", "queue", "q", "payload", "m");
        consumer.ask("queue.consume", "queue", "q");
        assertThat(consumer.rest().stream().<Object>map(frame -> frame.get("op")))
                .containsExactly("ok", "delivery");
    }

    @Test
    void sendsByTopic() {
        sender.ok("queue.create", "queue", "a");
        sender.ok("queue.create", "queue", "b");
        sender.ok("queue.bind", "queue", "a", "patterns", List.of("o.*"));
        sender.ok("queue.bind", "queue", "b", "patterns", List.of("o.#"), "priority", 5);
        Map<String, Object> receipt =
                sender.ok("queue.sendVia", "topic", "o.x", "payload", 1, "correlationId", "c");
        assertThat(receipt)
                .containsEntry("strategy", "FANOUT_ALL")
                .containsEntry("correlationId", "c");
        assertThat(receipt.get("queues").toString()).contains("a", "b");
        assertThat(receipt.get("matchedPatterns").toString()).contains("o.*", "o.#");
        assertThat(
                        sender.ok(
                                        "queue.sendVia",
                                        "topic",
                                        "o.x",
                                        "payload",
                                        1,
                                        "strategy",
                                        "PRIORITY_WEIGHTED")
                                .get("queues"))
                .isEqualTo(List.of("b"));
        assertThat(sender.error("queue.sendVia", "topic", "none", "payload", 1))
                .isEqualTo("MPREG-1404");
        assertThat(sender.ok("route.explain", "topic", "o.x").get("receivers").toString())
                .contains("QUEUE");
        assertThat(sender.ok("queue.unbind", "queue", "a")).containsEntry("removed", 1L);
        assertThat(sender.ok("queue.unbind", "queue", "a", "patterns", List.of("o.*")))
                .containsEntry("removed", 0L);
    }

    @Test
    void browsesPausesAndPurges() {
        sender.ok("queue.create", "queue", "q");
        sender.ok("queue.pause", "queue", "q");
        consumer.ok("queue.consume", "queue", "q");
        for (int i = 0; i < 3; i++) {
            sender.ok("queue.send", "queue", "q", "payload", i, "topic", "t.x");
        }
        assertThat(consumer.pushes("delivery")).isEmpty();
        List<?> waiting =
                (List<?>) sender.ok("queue.browse", "queue", "q", "limit", 2).get("messages");
        assertThat(waiting).hasSize(2);
        assertThat(waiting.get(0).toString()).contains("topic=t.x", "payload=0");
        assertThat(sender.ok("queue.purge", "queue", "q")).containsEntry("purged", 3L);
        sender.ok("queue.resume", "queue", "q");
        sender.ok("queue.send", "queue", "q", "payload", 9);
        assertThat(consumer.push("delivery")).containsEntry("payload", 9L);
    }

    @Test
    void refusesASendToAFullQueue() {
        sender.ok("queue.create", "queue", "q", "maxDepth", 1);
        sender.ok("queue.send", "queue", "q", "payload", 1);
        Map<String, Object> full = sender.reply("queue.send", "queue", "q", "payload", 2);
        assertThat(full).containsEntry("code", "MPREG-1429");
        assertThat((String) full.get("message")).contains("capacity", "q");
        assertThat(((Map<?, ?>) full.get("details")).get("limit")).isEqualTo(1L);
    }

    @Test
    void aQueueCanDelayAndAConsumerBeTheOnlyOne() {
        sender.ok("queue.create", "queue", "q", "type", "DELAY", "delayMs", 2_000);
        sender.ok("queue.send", "queue", "q", "payload", 1);
        consumer.ok("queue.consume", "queue", "q", "consumer", "k", "exclusive", true);
        assertThat(sender.error("queue.consume", "queue", "q")).isEqualTo("MPREG-1409");
        assertThat(consumer.pushes("delivery")).isEmpty();
        node.time.advance(Duration.ofSeconds(2));
        assertThat(consumer.pushes("delivery")).hasSize(1);
        consumer.ok("queue.cancel", "consumer", "k");
        sender.ok("queue.consume", "queue", "q");
        assertThat(consumer.error("queue.consume", "queue", "q", "exclusive", true))
                .isEqualTo("MPREG-1409");
        assertThat(sender.error("queue.create", "queue", "x", "delayMs", -1))
                .isEqualTo("MPREG-1400");
    }

    @Test
    void showsAndRedrivesDeadLettersByWhatTheyAre() {
        sender.ok("queue.create", "queue", "q", "maxRetries", 0);
        Map<String, String> headers = Map.of("kind", "x");
        for (String topic : List.of("o.eu", "o.us", "p")) {
            sender.ok("queue.send", "queue", "q", "topic", topic, "headers", headers);
        }
        consumer.ok("queue.consume", "queue", "q");
        for (Map<String, Object> push : consumer.pushes("delivery")) {
            consumer.ok("queue.nack", "delivery", push.get("delivery"), "reason", "late");
        }
        List<?> letters = (List<?>) sender.ok("queue.dlq.list", "queue", "q").get("messages");
        Object id = ((Map<?, ?>) letters.get(1)).get("messageId");
        assertThat(sender.ok("queue.dlq.list", "queue", "q", "messageIds", List.of(id)))
                .containsEntry("messages", List.of(letters.get(1)));
        Map<String, Object> filter =
                Map.of("topic", "o.*", "reason", "late", "headers", Map.of("kind", "x"));
        sender.ask("queue.dlq.redrive", "queue", "q", "filter", filter, "ratePerSecond", 0.5);
        assertThat(sender.rest()).isEmpty();
        node.time.advance(Duration.ofSeconds(2));
        assertThat(sender.rest().toString()).contains("redriven=2");
        assertThat(consumer.pushes("delivery")).hasSize(2);
        for (Object bad : List.of("x", Map.of("topic", "a..b"), Map.of("reason", 1))) {
            assertThat(sender.error("queue.dlq.redrive", "queue", "q", "filter", bad))
                    .isEqualTo("MPREG-1400");
        }
        assertThat(sender.error("queue.dlq.redrive", "queue", "q", "ratePerSecond", -1))
                .isEqualTo("MPREG-1400");
    }

    @Test
    void refusesBadRequests() {
        assertThat(sender.error("queue.create")).isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.create", "queue", "a b")).isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.create", "queue", "q", "type", "X")).isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.create", "queue", "q", "maxDepth", 0))
                .isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.create", "queue", "q", "ackTimeoutMs", -1))
                .isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.send", "payload", 1)).isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.send", "queue", "q", "delayMs", "soon"))
                .isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.send", "queue", "q", "requiredAcks", 0))
                .isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.send", "queue", "q", "topic", "mpreg.x"))
                .isEqualTo("MPREG-1403");
        assertThat(sender.error("queue.sendVia", "payload", 1)).isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.bind", "queue", "q")).isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.consume", "queue", "none")).isEqualTo("MPREG-1404");
        assertThat(sender.error("queue.ack")).isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.ack", "deliveries", "x")).isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.nack", "delivery", "x")).isEqualTo("MPREG-1404");
        assertThat(sender.error("queue.nack", "delivery", "x", "action", "X"))
                .isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.extend", "delivery", "x")).isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.consume", "queue", "q", "prefetch", 0))
                .isEqualTo("MPREG-1400");
        assertThat(sender.error("queue.dlq.redrive", "queue", "q", "messageIds", List.of("x")))
                .isEqualTo("MPREG-1400");
    }
}
