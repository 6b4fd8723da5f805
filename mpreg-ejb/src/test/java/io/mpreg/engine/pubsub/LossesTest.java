package io.mpreg.engine.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Ulid;
import io.mpreg.api.monitor.MonitorEvent;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.pubsub.World.Inbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is known of messages that subscribers who never read did not get. */
class LossesTest {

    private static final int BUFFER = 8;

    private final World world = new World(PubSubSettings.defaults().buffer(BUFFER), 1);
    private final TopicClient client = world.client();

    private void deaf(String id) {
        new Inbox().on(client, SubscriptionSpec.of("a").id(id).credit(0));
    }

    private List<Ulid> publish(int count) {
        List<Ulid> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(client.publish("a", i).messageId());
        }
        return ids;
    }

    private List<MonitorEvent> told(Ulid message) {
        return world.monitor.client().timelineOfCorrelation(message.toString()).stream()
                .filter(event -> event.type().equals("message.dropped"))
                .toList();
    }

    @Test
    void theFirstOneIsToldOfAtOnce() {
        deaf("s");
        List<Ulid> ids = publish(BUFFER + 1);
        assertThat(told(ids.get(0))).hasSize(1);
    }

    @Test
    void everyOneIsInItsTimelineOnce() {
        deaf("s1");
        deaf("s2");
        List<Ulid> ids = publish(500 + BUFFER);
        world.time.advance(Duration.ofMillis(10));
        world.settle();
        for (Ulid id : ids.subList(0, 500)) {
            assertThat(told(id))
                    .extracting(event -> event.details().get("subscription"))
                    .containsExactlyInAnyOrder("s1", "s2");
            assertThat(told(id))
                    .allMatch(event -> !event.success())
                    .allMatch(event -> event.details().get("reason").equals("OLDEST"))
                    .allMatch(event -> event.topic().orElseThrow().equals("a"));
        }
        for (Ulid id : ids.subList(500, ids.size())) {
            assertThat(told(id)).isEmpty();
        }
        assertThat(world.monitor.client().metrics().get("pubsub.errors")).isEqualTo(1_000L);
    }

    @Test
    void theLedgerHasAllOfThemWhenItIsAsked() {
        deaf("s");
        List<Ulid> ids = publish(1_000 + BUFFER);
        assertThat(world.exchange.statistics().dropped()).containsEntry(DropReason.OLDEST, 1_000L);
        int remembered = PubSubSettings.defaults().dropLedger();
        assertThat(world.exchange.drops())
                .extracting(Drop::messageId)
                .isEqualTo(ids.subList(1_000 - remembered, 1_000));
    }

    @Test
    void whatWasReplacedIsNoFailure() {
        SubscriptionSpec spec =
                SubscriptionSpec.of("a")
                        .onSlow(SlowConsumerPolicy.COALESCE)
                        .keyHeader("k")
                        .credit(0);
        new Inbox().on(client, spec);
        List<Ulid> ids = new ArrayList<>();
        // As many keys as there is room for, each twice; then one too many.
        for (int i = 0; i < 2 * BUFFER + 1; i++) {
            String key = "k" + (i < 2 * BUFFER ? i / 2 : BUFFER);
            Publication publication = Publication.on("a").payload(i).header("k", key);
            ids.add(client.publish(publication).messageId());
        }
        assertThat(world.exchange.statistics().dropped())
                .containsAllEntriesOf(
                        Map.of(DropReason.COALESCED, (long) BUFFER, DropReason.OLDEST, 1L));
        assertThat(told(ids.get(0))).singleElement().matches(MonitorEvent::success);
        assertThat(told(ids.get(1))).singleElement().matches(event -> !event.success());
    }

    @Test
    void nobodyComesByWhileNothingIsLost() {
        deaf("s");
        List<Ulid> ids = publish(BUFFER + 100);
        for (int i = 0; i < 2; i++) {
            // What was lost since the last time, and then nothing more.
            world.time.advance(Duration.ofMillis(10));
            world.settle();
        }
        world.time.advance(Duration.ofSeconds(1));
        assertThat(world.tasks).isEmpty();
        // And the next one is told of at once again.
        publish(1);
        assertThat(told(ids.get(100))).hasSize(1);
    }
}
