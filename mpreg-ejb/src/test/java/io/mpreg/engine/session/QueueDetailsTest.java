package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the protocol says in detail about queues, sentence by sentence. */
class QueueDetailsTest {

    private static final String ULID = "01ARZ3NDEKTSV4RRFFQ69G5FAV";

    private final SessionNode node = new SessionNode();
    private final WireClient sender = node.connect();
    private final WireClient consumer = node.connect();

    private static Map<?, ?> details(Map<String, Object> error) {
        return (Map<?, ?>) error.get("details");
    }

    private long stat(String name) {
        Map<?, ?> stats = (Map<?, ?>) sender.ok("queue.info", "queue", "q").get("stats");
        return (Long) stats.get(name);
    }

    @Test
    void aPayloadIsAnyValueAndBytesAreShownAsSuch() {
        Map<String, Object> bytes = Map.of("$bytes", "AAEC", "contentType", "image/x-test");
        List<Object> values = Arrays.asList("text", 1L, true, List.of(), Map.of("a", 1L), bytes);
        for (Object value : values) {
            sender.ok("queue.send", "queue", "q", "payload", value);
        }
        sender.ok("queue.send", "queue", "q", "payload", null);
        sender.ok("queue.send", "queue", "q");
        consumer.ok("queue.consume", "queue", "q");
        List<Object> got =
                consumer.pushes("delivery").stream().map(push -> push.get("payload")).toList();
        assertThat(got.subList(0, values.size())).isEqualTo(values);
        assertThat(got.subList(values.size(), got.size())).containsExactly(null, null);
    }

    @Test
    void anIdGivenToAMessageMustBeAUlid() {
        assertThat(sender.ok("queue.send", "queue", "q", "messageId", ULID))
                .containsEntry("messageId", ULID);
        for (Object bad : List.of("x", ULID + "0", "8ZZZZZZZZZZZZZZZZZZZZZZZZZ", 5)) {
            for (String op : List.of("queue.send", "queue.sendVia")) {
                Map<String, Object> error =
                        sender.reply(op, "queue", "q", "topic", "t", "messageId", bad);
                assertThat(error).containsEntry("code", "MPREG-1400");
                assertThat(details(error).get("field")).isEqualTo("messageId");
                assertThat(details(error).get("reason")).isNotNull();
                assertThat(details(error).get("op")).isEqualTo(op);
            }
        }
        assertThat(stat("sent")).isEqualTo(1);
        consumer.ok("queue.consume", "queue", "q");
        assertThat(consumer.push("delivery")).containsEntry("messageId", ULID);
    }

    @Test
    void aConsumersIdBelongsToItsConnectionAndIsReplacedThere() {
        sender.ok("queue.create", "queue", "q");
        assertThat((String) consumer.ok("queue.consume", "queue", "q").get("consumer"))
                .isNotEmpty();
        WireClient other = node.connect();
        for (WireClient client : List.of(sender, other, other)) {
            assertThat(client.ok("queue.consume", "queue", "q", "consumer", "k"))
                    .containsEntry("consumer", "k");
        }
        sender.ok("queue.send", "queue", "q", "guarantee", "BROADCAST");
        for (WireClient client : List.of(consumer, sender, other)) {
            assertThat(client.pushes("delivery")).hasSize(1);
        }
    }

    @Test
    void onlyARefusalCountsAsAFailedAttempt() {
        sender.ok("queue.create", "queue", "q", "backoffMs", 0, "maxRetries", 1);
        sender.ok("queue.send", "queue", "q", "payload", "m");
        WireClient first = node.connect();
        first.ok("queue.consume", "queue", "q");
        assertThat(first.push("delivery")).containsEntry("attempt", 1L);
        first.cut();
        consumer.ok("queue.consume", "consumer", "k", "queue", "q");
        assertThat(consumer.push("delivery")).containsEntry("attempt", 1L);
        consumer.ok("queue.cancel", "consumer", "k");
        consumer.ok("queue.consume", "queue", "q");
        Map<String, Object> third = consumer.push("delivery");
        assertThat(third).containsEntry("attempt", 1L);
        consumer.ok("queue.nack", "delivery", third.get("delivery"));
        Map<String, Object> fourth = consumer.push("delivery");
        assertThat(fourth).containsEntry("attempt", 2L);
        consumer.ok("queue.nack", "delivery", fourth.get("delivery"), "action", "DELAY");
        assertThat(consumer.pushes("delivery")).isEmpty();
        assertThat(stat("deadLettered")).isEqualTo(1);
    }

    @Test
    void theBackoffDoublesAndIsAtMostAFifthLonger() {
        sender.ok("queue.create", "queue", "q", "backoffMs", 1_000, "maxRetries", 5);
        sender.ok("queue.send", "queue", "q", "payload", "m");
        consumer.ok("queue.consume", "queue", "q");
        for (long backoff = 1_000; backoff <= 8_000; backoff *= 2) {
            consumer.ok("queue.nack", "delivery", consumer.push("delivery").get("delivery"));
            node.time.advance(Duration.ofMillis(backoff - 1));
            assertThat(consumer.pushes("delivery")).isEmpty();
            node.time.advance(Duration.ofMillis(backoff / 5 + 1));
        }
        assertThat(consumer.push("delivery")).containsEntry("attempt", 5L);
    }

    @Test
    void aBroadcastIsForThoseWhoAreAttachedOrElseForTheFirst() {
        sender.ok("queue.create", "queue", "q");
        consumer.ok("queue.consume", "queue", "q", "group", "a");
        sender.ok("queue.consume", "queue", "q", "group", "b");
        sender.ok("queue.send", "queue", "q", "payload", 1, "guarantee", "BROADCAST");
        WireClient late = node.connect();
        late.ok("queue.consume", "queue", "q");
        assertThat(late.pushes("delivery")).isEmpty();
        for (WireClient client : List.of(consumer, sender)) {
            assertThat(client.ok("queue.ack", "delivery", client.push("delivery").get("delivery")))
                    .containsEntry("acknowledged", 1L);
        }
        assertThat(stat("depth") + stat("inFlight")).isZero();
        sender.ok("queue.create", "queue", "r");
        sender.ok("queue.send", "queue", "r", "payload", 2, "guarantee", "BROADCAST");
        late.ok("queue.consume", "queue", "r");
        assertThat(late.push("delivery")).containsEntry("payload", 2L);
    }

    @Test
    void aBroadcastWaitsForAConsumerWhoseConnectionIsLostAndNotForOneThatCancels() {
        sender.ok("queue.create", "queue", "q");
        consumer.ok("queue.consume", "queue", "q", "consumer", "stock");
        WireClient other = node.connect();
        other.ok("queue.consume", "queue", "q", "consumer", "audit");
        sender.ok("queue.send", "queue", "q", "payload", 1, "guarantee", "BROADCAST");
        consumer.ok("queue.ack", "delivery", consumer.push("delivery").get("delivery"));
        other.cut();
        assertThat(stat("depth")).isEqualTo(1);
        WireClient again = node.connect();
        again.ok("queue.consume", "queue", "q", "consumer", "audit");
        assertThat(again.push("delivery")).containsEntry("payload", 1L);
        again.ok("queue.consume", "queue", "q", "consumer", "audit");
        assertThat(again.push("delivery")).containsEntry("payload", 1L);
        again.ok("queue.cancel", "consumer", "audit");
        assertThat(stat("depth") + stat("inFlight")).isZero();
    }

    @Test
    void aQuorumNeedsOneAcknowledgementUnlessItSaysMore() {
        sender.ok("queue.create", "queue", "q");
        consumer.ok("queue.consume", "queue", "q");
        WireClient other = node.connect();
        other.ok("queue.consume", "queue", "q");
        sender.ok("queue.send", "queue", "q", "guarantee", "QUORUM");
        consumer.ok("queue.ack", "delivery", consumer.push("delivery").get("delivery"));
        assertThat(stat("depth")).isZero();
        other.ok("queue.ack", "delivery", other.push("delivery").get("delivery"));
        sender.ok("queue.send", "queue", "q", "guarantee", "QUORUM", "requiredAcks", 2);
        consumer.ok("queue.ack", "delivery", consumer.push("delivery").get("delivery"));
        assertThat(stat("inFlight")).isEqualTo(1);
        other.ok("queue.ack", "delivery", other.push("delivery").get("delivery"));
        assertThat(stat("depth") + stat("inFlight")).isZero();
    }

    @Test
    void whatIsLeftOutTakesTheDefaultsAndWhatExistsStaysAsItIs() {
        sender.ok("queue.create", "queue", "q");
        Map<String, Object> config = new HashMap<>();
        ((Map<?, ?>) sender.ok("queue.info", "queue", "q").get("config"))
                .forEach((name, value) -> config.put((String) name, value));
        assertThat(config)
                .containsEntry("type", "FIFO")
                .containsEntry("maxDepth", 10_000L)
                .containsEntry("maxRetries", 3L)
                .containsEntry("ackTimeoutMs", 30_000L)
                .containsEntry("backoffMs", 1_000L)
                .containsEntry("dedupe", "OFF")
                .containsEntry("dedupeWindowMs", 300_000L)
                .containsEntry("deadLetter", true)
                .containsEntry("durability", "DISK")
                .containsEntry("singleActive", false)
                .containsEntry("delayMs", 0L);
        assertThat(sender.ok("queue.create", "queue", "q", "maxDepth", 1, "dedupe", "ID"))
                .containsEntry("created", false);
        assertThat(sender.ok("queue.info", "queue", "q").get("config")).isEqualTo(config);
    }

    @Test
    void everyCopyOfARoutedMessageHasTheSameId() {
        for (String queue : List.of("a", "b")) {
            sender.ok("queue.create", "queue", queue);
            sender.ok("queue.bind", "queue", queue, "patterns", List.of("t.#"));
            consumer.ok("queue.consume", "queue", queue);
        }
        Map<String, Object> receipt = sender.ok("queue.sendVia", "topic", "t.x", "payload", 1);
        List<Map<String, Object>> copies = consumer.pushes("delivery");
        assertThat(copies).hasSize(2);
        for (Map<String, Object> copy : copies) {
            assertThat(copy)
                    .containsEntry("messageId", receipt.get("messageId"))
                    .containsEntry("topic", "t.x");
        }
    }

    @Test
    void theLaterOneOfDelayAndDeliveryTimeCounts() {
        sender.ok("queue.create", "queue", "q");
        consumer.ok("queue.consume", "queue", "q");
        String time = "2026-01-01T00:00:05Z";
        sender.ok("queue.send", "queue", "q", "payload", 1, "deliverAt", time);
        sender.ok("queue.send", "queue", "q", "payload", 2, "deliverAt", time, "delayMs", 9_000);
        sender.ok("queue.send", "queue", "q", "payload", 3, "deliverAt", "2025-01-01T00:00:00Z");
        assertThat(consumer.push("delivery")).containsEntry("payload", 3L);
        node.time.advance(Duration.ofSeconds(5));
        assertThat(consumer.push("delivery")).containsEntry("payload", 1L);
        node.time.advance(Duration.ofSeconds(3));
        assertThat(consumer.pushes("delivery")).isEmpty();
        node.time.advance(Duration.ofSeconds(1));
        assertThat(consumer.push("delivery")).containsEntry("payload", 2L);
        assertThat(sender.error("queue.send", "queue", "q", "deliverAt", "soon"))
                .isEqualTo("MPREG-1400");
    }

    @Test
    void aDuplicateIsReportedWithTheFirstId() {
        sender.ok("queue.create", "queue", "q", "dedupe", "FINGERPRINT", "dedupeWindowMs", 1_000);
        Object first = sender.ok("queue.send", "queue", "q", "payload", 1).get("messageId");
        assertThat(sender.ok("queue.send", "queue", "q", "payload", 1))
                .containsEntry("duplicate", true)
                .containsEntry("messageId", first);
        node.time.advance(Duration.ofSeconds(1));
        assertThat(sender.ok("queue.send", "queue", "q", "payload", 1))
                .containsEntry("duplicate", false);
    }

    @Test
    void timesAreNotNegative() {
        for (String field : List.of("delayMs", "ttlMs")) {
            Map<String, Object> error = sender.reply("queue.send", "queue", "q", field, -1);
            assertThat(error).containsEntry("code", "MPREG-1400");
            assertThat(details(error).get("field")).isEqualTo(field);
        }
        for (String field : List.of("ackTimeoutMs", "ttlMs", "backoffMs", "dedupeWindowMs")) {
            assertThat(sender.error("queue.create", "queue", "q", field, -1))
                    .isEqualTo("MPREG-1400");
        }
    }
}
