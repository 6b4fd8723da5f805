package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.transport.LinkSettings;
import io.mpreg.engine.transport.OutboxSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A client that reads slowly, or not at all, holds back nobody but itself. */
class BackPressureTest {

    private final SessionNode node = new SessionNode();
    private final WireClient publisher = node.connect();

    private void publish(int count, int size) {
        String payload = "x".repeat(size);
        for (int i = 0; i < count; i++) {
            publisher.ok(
                    "publish", "topic", "t", "payload", payload, "headers", Map.of("n", "" + i));
        }
    }

    @Test
    void boundsWhatWaitsForAClientThatNeverReads() {
        WireClient deaf = node.connectSlow();
        WireClient healthy = node.connect();
        deaf.ask("subscribe", "subscription", "s", "patterns", List.of("t"));
        healthy.ok("subscribe", "subscription", "s", "patterns", List.of("t"));
        publish(20_000, 100);
        assertThat(healthy.pushes("message")).hasSize(20_000);
        assertThat(deaf.session.outbox().bytes()).isLessThan(600_000);
        assertThat(deaf.session.outbox().messages()).isLessThan(1_100);
        assertThat(deaf.closeCode).isZero();
        assertThat(node.exchange.drops()).isNotEmpty();
    }

    @Test
    void boundsBytesWhateverTheSizeOfMessages() {
        WireClient deaf = node.connectSlow();
        deaf.ask("subscribe", "subscription", "s", "patterns", List.of("t"));
        publish(300, 200_000);
        assertThat(deaf.session.outbox().bytes()).isLessThan(30_000_000);
        assertThat(deaf.closeCode).isZero();
    }

    @Test
    void losesNothingThatThePolicyKeeps() {
        WireClient slow = node.connectSlow();
        slow.ask("subscribe", "subscription", "s", "patterns", List.of("t"));
        publish(1_000, 50);
        slow.reads = true;
        while (slow.read()) {
            node.settle();
        }
        node.settle();
        List<Map<String, Object>> messages = slow.pushes("message");
        assertThat(messages).hasSize(1_000);
        for (int i = 0; i < 1_000; i++) {
            assertThat(messages.get(i).get("headers")).isEqualTo(Map.of("n", "" + i));
        }
    }

    @Test
    void repliesOvertakeMessages() {
        WireClient slow = node.connectSlow();
        slow.ask("subscribe", "subscription", "s", "patterns", List.of("t"));
        publish(500, 50);
        String ping = slow.ask("ping");
        slow.read();
        assertThat(slow.hasReply(ping)).isTrue();
    }

    @Test
    void repliesDoNotStarveMessages() {
        WireClient slow = node.connectSlow();
        slow.ask("subscribe", "subscription", "s", "patterns", List.of("t"));
        slow.read();
        slow.ask("ping");
        publish(100, 50);
        for (int i = 0; i < 3_000; i++) {
            slow.ask("ping");
        }
        slow.read();
        assertThat(slow.pushes("message")).isNotEmpty();
    }

    @Test
    void sendsNothingOfASubscriptionThatHasEnded() {
        WireClient slow = node.connectSlow();
        slow.ask("subscribe", "subscription", "s", "patterns", List.of("t"));
        publish(10, 50);
        slow.ask("unsubscribe", "subscription", "s");
        slow.reads = true;
        while (slow.read()) {
            node.settle();
        }
        assertThat(slow.pushes("message")).isEmpty();
    }

    @Test
    void manySubscriptionsOfOneClientThatDoesNotReadEndIt() {
        SessionSettings settings =
                new SessionSettings(
                        1 << 20,
                        4 << 20,
                        100,
                        Duration.ofSeconds(20),
                        3,
                        1000,
                        16,
                        256 << 10,
                        new OutboxSettings(2_000, 64 << 20, 64 << 10),
                        LinkSettings.defaults());
        SessionNode small = new SessionNode(settings, PubSubSettings.defaults());
        WireClient deaf = small.connectSlow();
        WireClient sender = small.connect();
        for (int i = 0; i < 400; i++) {
            deaf.ask("subscribe", "subscription", "s" + i, "patterns", List.of("t"));
        }
        for (int i = 0; i < 100 && deaf.closeCode == 0; i++) {
            sender.ok("publish", "topic", "t");
        }
        assertThat(deaf.closeCode).isEqualTo(1008);
        assertThat(sender.ok("publish", "topic", "t")).containsEntry("matched", 0L);
    }
}
