package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Ulid;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicOperationsTest {

    private final SessionNode node = new SessionNode();
    private final WireClient publisher = node.connect();
    private final WireClient subscriber = node.connect();

    @Test
    void bringsMessagesToSubscriptions() {
        assertThat(
                        subscriber.ok(
                                "subscribe",
                                "subscription",
                                "s1",
                                "patterns",
                                List.of("p.*.a", "p.#")))
                .containsEntry("subscription", "s1")
                .containsEntry("replayed", 0L);
        Map<String, Object> receipt =
                publisher.ok(
                        "publish",
                        "topic",
                        "p.x.a",
                        "payload",
                        Map.of("n", 1),
                        "headers",
                        Map.of("k", "v"));
        assertThat(receipt).containsEntry("matched", 1L);
        assertThat(receipt.get("correlationId")).isEqualTo(receipt.get("messageId"));
        Map<String, Object> message = subscriber.push("message");
        assertThat(message)
                .containsEntry("subscription", "s1")
                .containsEntry("topic", "p.x.a")
                .containsEntry("payload", Map.of("n", 1L))
                .containsEntry("headers", Map.of("k", "v"))
                .containsEntry("messageId", receipt.get("messageId"))
                .containsEntry("timestamp", "2026-01-01T00:00:00.000Z")
                .containsEntry("replayed", false);
        assertThat(subscriber.ok("unsubscribe", "subscription", "s1"))
                .containsEntry("removed", true);
        assertThat(subscriber.ok("unsubscribe", "subscription", "s1"))
                .containsEntry("removed", false);
        assertThat(publisher.ok("publish", "topic", "p.x.a")).containsEntry("matched", 0L);
    }

    @Test
    void makesIdsAndTellsThem() {
        String id =
                (String) subscriber.ok("subscribe", "patterns", List.of("t")).get("subscription");
        assertThat(id).isNotEmpty();
        publisher.ok("publish", "topic", "t");
        Map<String, Object> message = subscriber.push("message");
        assertThat(message).containsEntry("subscription", id).containsEntry("payload", null);
        assertThat(Ulid.isValid((String) message.get("messageId"))).isTrue();
    }

    @Test
    void takesAbsentAndNullForTheSamePayload() {
        subscriber.ok("subscribe", "patterns", List.of("t"));
        publisher.ok("publish", "topic", "t");
        publisher.ok("publish", "topic", "t", "payload", null);
        List<Map<String, Object>> messages = subscriber.pushes("message");
        assertThat(messages).hasSize(2);
        assertThat(messages).allSatisfy(m -> assertThat(m).containsEntry("payload", null));
    }

    @Test
    void bytesOfOtherTypesComeInTheirForm() {
        subscriber.ok("subscribe", "patterns", List.of("t"));
        Map<String, Object> form = Map.of("$bytes", "AQID", "contentType", "application/x");
        publisher.ok("publish", "topic", "t", "payload", form);
        assertThat(subscriber.push("message")).containsEntry("payload", form);
        assertThat(publisher.error("publish", "topic", "t", "payload", Map.of("$bytes", "%")))
                .isEqualTo("MPREG-1400");
    }

    @Test
    void carriesIdsThatTheClientChose() {
        subscriber.ok("subscribe", "patterns", List.of("t"));
        String id = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
        assertThat(publisher.ok("publish", "topic", "t", "messageId", id, "correlationId", "c-1"))
                .containsEntry("messageId", id)
                .containsEntry("correlationId", "c-1");
        assertThat(subscriber.push("message"))
                .containsEntry("messageId", id)
                .containsEntry("headers", Map.of("correlationId", "c-1"));
        assertThat(publisher.error("publish", "topic", "t", "messageId", "x"))
                .isEqualTo("MPREG-1400");
    }

    @Test
    void putsTheNameOfTheUserOnAMessageAndNoOther() {
        subscriber.ok("subscribe", "patterns", List.of("t"));
        Map<String, Object> forged = Map.of("principal", "root", "k", "v");
        publisher.ok("publish", "topic", "t", "headers", forged);
        assertThat(subscriber.push("message")).containsEntry("headers", Map.of("k", "v"));
        WireClient ann = node.connect("ann");
        ann.ok("publish", "topic", "t", "headers", forged);
        assertThat(subscriber.push("message"))
                .containsEntry("headers", Map.of("principal", "ann", "k", "v"));
        ann.ok("queue.send", "queue", "q", "headers", forged);
        subscriber.ok("queue.consume", "queue", "q");
        assertThat(subscriber.push("delivery"))
                .containsEntry("headers", Map.of("principal", "ann", "k", "v"));
    }

    @Test
    void tellsAFunctionWhoCalls() {
        WireClient ann = node.connect("ann");
        subscriber.ok("rpc.register", "function", "f");
        ann.ask("rpc.call", "commands", List.of(Map.of("name", "c", "function", "f")));
        assertThat(subscriber.push("rpc.invoke")).containsEntry("principal", "ann");
        publisher.ask("rpc.call", "commands", List.of(Map.of("name", "c", "function", "f")));
        assertThat(subscriber.push("rpc.invoke")).doesNotContainKey("principal");
    }

    @Test
    void replacesASubscriptionOfTheSameId() {
        subscriber.ok("subscribe", "subscription", "s", "patterns", List.of("a"));
        subscriber.ok("subscribe", "subscription", "s", "patterns", List.of("b"));
        assertThat(publisher.ok("publish", "topic", "a")).containsEntry("matched", 0L);
        publisher.ok("publish", "topic", "b");
        assertThat(subscriber.push("message")).containsEntry("topic", "b");
        WireClient other = node.connect();
        other.ok("subscribe", "subscription", "s", "patterns", List.of("b"));
        assertThat(publisher.ok("publish", "topic", "b")).containsEntry("matched", 2L);
    }

    @Test
    void replaysTheBacklogAfterTheReply() {
        for (int i = 0; i < 3; i++) {
            publisher.ok("publish", "topic", "t", "payload", i);
        }
        Map<String, Object> reply =
                subscriber.ok("subscribe", "patterns", List.of("t"), "backlogSeconds", 60);
        assertThat(reply).containsEntry("replayed", 3L);
        List<Map<String, Object>> messages = subscriber.pushes("message");
        assertThat(messages.stream().map(m -> m.get("payload"))).containsExactly(0L, 1L, 2L);
        assertThat(messages).allSatisfy(m -> assertThat(m).containsEntry("replayed", true));
        assertThat(
                        subscriber.ok(
                                "subscribe",
                                "patterns",
                                List.of("t"),
                                "sinceMessageId",
                                messages.get(1).get("messageId")))
                .containsEntry("replayed", 1L);
    }

    @Test
    void theReplyComesBeforeTheMessages() {
        publisher.ok("publish", "topic", "t");
        subscriber.ask("subscribe", "patterns", List.of("t"), "backlogSeconds", 0.5);
        assertThat(subscriber.rest().stream().map(frame -> frame.get("op")))
                .containsExactly("ok", "message");
    }

    @Test
    void keepsToTheCreditOfTheClient() {
        subscriber.ok("subscribe", "subscription", "s", "patterns", List.of("t"), "credit", 2);
        for (int i = 0; i < 5; i++) {
            publisher.ok("publish", "topic", "t", "payload", i);
        }
        assertThat(subscriber.pushes("message")).hasSize(2);
        subscriber.ok("credit", "subscription", "s", "n", 1);
        assertThat(subscriber.push("message")).containsEntry("payload", 2L);
        subscriber.ok("credit", "subscription", "s", "n", 10);
        assertThat(subscriber.pushes("message")).hasSize(2);
        assertThat(subscriber.error("credit", "subscription", "x", "n", 1)).isEqualTo("MPREG-1404");
        assertThat(subscriber.error("credit", "subscription", "s", "n", 0)).isEqualTo("MPREG-1400");
        assertThat(subscriber.error("credit", "n", 1)).isEqualTo("MPREG-1400");
    }

    @Test
    void sharesMessagesInAGroupAndFiltersByHeaders() {
        WireClient other = node.connect();
        subscriber.ok("subscribe", "patterns", List.of("t"), "group", "g");
        other.ok("subscribe", "patterns", List.of("t"), "group", "g");
        publisher.ok("publish", "topic", "t");
        publisher.ok("publish", "topic", "t");
        assertThat(subscriber.pushes("message")).hasSize(1);
        assertThat(other.pushes("message")).hasSize(1);

        WireClient picky = node.connect();
        picky.ok("subscribe", "patterns", List.of("t"), "filter", Map.of("k", "v"));
        publisher.ok("publish", "topic", "t", "headers", Map.of("k", "w"));
        publisher.ok("publish", "topic", "t", "headers", Map.of("k", "v"));
        assertThat(picky.pushes("message")).hasSize(1);
    }

    @Test
    void tellsTheLatest() {
        publisher.ok("publish", "topic", "a.x", "payload", 1);
        publisher.ok("publish", "topic", "a.x", "payload", 2);
        publisher.ok("publish", "topic", "a.y", "payload", 3);
        List<?> messages = (List<?>) publisher.ok("latest", "pattern", "a.*").get("messages");
        assertThat(messages.stream().<Object>map(m -> ((Map<?, ?>) m).get("payload")))
                .containsExactlyInAnyOrder(2L, 3L);
        assertThat((List<?>) publisher.ok("latest", "pattern", "a.*", "limit", 1).get("messages"))
                .hasSize(1);
    }

    @Test
    void refusesBadRequests() {
        assertThat(publisher.error("publish")).isEqualTo("MPREG-1400");
        assertThat(publisher.error("publish", "topic", 7)).isEqualTo("MPREG-1400");
        assertThat(publisher.error("publish", "topic", "a..b")).isEqualTo("MPREG-1400");
        assertThat(publisher.error("publish", "topic", "a.*")).isEqualTo("MPREG-1400");
        assertThat(publisher.error("publish", "topic", "mpreg.x")).isEqualTo("MPREG-1403");
        assertThat(publisher.error("publish", "topic", "t", "headers", List.of()))
                .isEqualTo("MPREG-1400");
        assertThat(publisher.error("publish", "topic", "t", "headers", Map.of("k", 1)))
                .isEqualTo("MPREG-1400");
        assertThat(publisher.error("publish", "topic", "t", "guarantee", "MAYBE"))
                .isEqualTo("MPREG-1400");
        publisher.ok("publish", "topic", "mpregx.y");
        assertThat(subscriber.error("subscribe")).isEqualTo("MPREG-1400");
        assertThat(subscriber.error("subscribe", "patterns", "t")).isEqualTo("MPREG-1400");
        assertThat(subscriber.error("subscribe", "patterns", List.of("a.b*")))
                .isEqualTo("MPREG-1400");
        assertThat(subscriber.error("subscribe", "patterns", Collections.nCopies(101, "a")))
                .isEqualTo("MPREG-1400");
        assertThat(subscriber.error("subscribe", "patterns", Arrays.asList("a", null)))
                .isEqualTo("MPREG-1400");
        assertThat(subscriber.error("subscribe", "patterns", List.of("t"), "credit", -1))
                .isEqualTo("MPREG-1400");
        assertThat(subscriber.error("subscribe", "patterns", List.of("t"), "backlogSeconds", -1))
                .isEqualTo("MPREG-1400");
        assertThat(subscriber.error("subscribe", "patterns", List.of("t"), "sinceMessageId", "x"))
                .isEqualTo("MPREG-1400");
        assertThat(subscriber.error("subscribe", "patterns", List.of("t"), "onSlow", "PANIC"))
                .isEqualTo("MPREG-1400");
        assertThat(subscriber.error("subscribe", "patterns", List.of("t"), "subscription", ""))
                .isEqualTo("MPREG-1400");
        assertThat(subscriber.error("latest", "pattern", "t", "limit", 0)).isEqualTo("MPREG-1400");
        assertThat(subscriber.error("unsubscribe")).isEqualTo("MPREG-1400");
        assertThat(publisher.ok("publish", "topic", "t")).containsEntry("matched", 0L);
    }

    @Test
    void endsSubscriptionsWithTheConnection() {
        subscriber.ok("subscribe", "patterns", List.of("t"));
        subscriber.cut();
        assertThat(publisher.ok("publish", "topic", "t")).containsEntry("matched", 0L);
    }
}
