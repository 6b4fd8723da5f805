package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.pubsub.PubSubSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A client is told that the node has ended its subscription. */
class EndedTest {

    private static final int BUFFER = 4;

    private final SessionNode node =
            new SessionNode(SessionSettings.defaults(), PubSubSettings.defaults().buffer(BUFFER));
    private final WireClient publisher = node.connect();
    private final WireClient client = node.connect();

    private void subscribe(Object... more) {
        Object[] fields = new Object[4 + more.length];
        fields[0] = "subscription";
        fields[1] = "s";
        fields[2] = "patterns";
        fields[3] = List.of("t");
        System.arraycopy(more, 0, fields, 4, more.length);
        client.ok("subscribe", fields);
    }

    private void publish(int count) {
        for (int i = 0; i < count; i++) {
            publisher.ok("publish", "topic", "t", "payload", i);
        }
    }

    @Test
    void byItsPolicyDisconnect() {
        subscribe("onSlow", "DISCONNECT", "credit", 2, "tag", "x1");
        publish(2 + BUFFER + 1);
        assertThat(client.pushes("message")).hasSize(2);
        Map<String, Object> end = client.pushes("subscription.ended").get(0);
        assertThat(end)
                .containsEntry("subscription", "s")
                .containsEntry("tag", "x1")
                .containsEntry("code", "MPREG-1429")
                .doesNotContainKey("id");
        assertThat(String.valueOf(end.get("message"))).contains("DISCONNECT", "Subscribe again");
        assertThat(String.valueOf(end.get("details"))).contains("topic=t");
        publish(1);
        assertThat(client.pushes("message")).isEmpty();
        assertThat(client.ok("unsubscribe", "subscription", "s")).containsEntry("removed", false);
        assertThat(client.error("credit", "subscription", "s", "n", 1)).isEqualTo("MPREG-1404");
        assertThat(client.pushes("subscription.ended")).isEmpty();
    }

    @Test
    void behindWhatItHasBeenSent() {
        client.reads = false;
        subscribe("onSlow", "DISCONNECT");
        // The window of the outbox, and then more than the buffer takes.
        publish(2_000);
        client.reads = true;
        while (client.read()) {
            node.settle();
        }
        assertThat(client.pushes("message")).isNotEmpty();
        assertThat(client.pushes("subscription.ended"))
                .singleElement()
                .satisfies(end -> assertThat(end).doesNotContainKey("tag"));
    }

    @Test
    void notIfItHasReplacedIt() {
        client.reads = false;
        subscribe("onSlow", "DISCONNECT", "credit", 0, "tag", "x1");
        publish(BUFFER + 1);
        client.ask("subscribe", "subscription", "s", "patterns", List.of("t"), "tag", "x2");
        node.settle();
        client.reads = true;
        while (client.read()) {
            node.settle();
        }
        assertThat(client.pushes("subscription.ended"))
                .allSatisfy(end -> assertThat(end).containsEntry("tag", "x1"));
        client.pushes("message");
        publish(1);
        assertThat(client.pushes("message")).hasSize(1);
    }

    @Test
    void becauseAnotherHasItsDurableName() {
        subscribe("durable", "d");
        WireClient other = node.connect();
        other.ok("subscribe", "subscription", "o", "patterns", List.of("t"), "durable", "d");
        node.settle();
        assertThat(client.pushes("subscription.ended"))
                .singleElement()
                .satisfies(end -> assertThat(end).containsEntry("code", "MPREG-1409"));
        publish(1);
        assertThat(client.pushes("message")).isEmpty();
        assertThat(other.pushes("message")).hasSize(1);
    }
}
