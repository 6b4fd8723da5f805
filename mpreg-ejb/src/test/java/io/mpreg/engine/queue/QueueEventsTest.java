package io.mpreg.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.monitor.MonitorEvent;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.Refusal;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.engine.queue.World.Inbox;
import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.Receiver;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicPattern;
import io.mpreg.wire.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What queues tell the control plane and the monitor. */
class QueueEventsTest {

    private final World world = new World();
    private final List<UnifiedMessage> told = new ArrayList<>();

    private void listen(String pattern) {
        world.router.add(
                TopicPattern.of(pattern),
                new Receiver() {
                    @Override
                    public void accept(UnifiedMessage message) {
                        told.add(message);
                    }

                    @Override
                    public InterestKind kind() {
                        return InterestKind.SUBSCRIPTION;
                    }

                    @Override
                    public String id() {
                        return "test";
                    }
                });
    }

    private List<String> topics() {
        return told.stream().map(m -> m.topic().value()).toList();
    }

    private static Map<?, ?> facts(UnifiedMessage message) {
        return (Map<?, ?>) Json.parse(message.payload().bytes());
    }

    private Inbox oneWayThrough() {
        world.client.create(QueueSpec.builder("o/q").backoff(Duration.ZERO).maxRetries(1).build());
        Inbox inbox = new Inbox();
        inbox.on(world.client, "o/q");
        world.client.send("o/q", QueueMessage.of("m").topic("orders.new").correlationId("c-1"));
        world.settle();
        inbox.last().nack("no");
        world.settle();
        inbox.last().ack();
        world.settle();
        return inbox;
    }

    @Test
    void everyStationIsToldWithThePayload() {
        listen("mpreg.queue.#");
        oneWayThrough();
        assertThat(topics())
                .containsExactly(
                        "mpreg.queue.o/q.enqueued",
                        "mpreg.queue.o/q.processing",
                        "mpreg.queue.o/q.failed",
                        "mpreg.queue.o/q.processing",
                        "mpreg.queue.o/q.completed");
        assertThat(facts(told.get(0)).get("queue")).isEqualTo("o/q");
        assertThat(facts(told.get(0)).get("payload")).isEqualTo("m");
        assertThat(facts(told.get(0)).get("topic")).isEqualTo("orders.new");
        assertThat(facts(told.get(2)).get("error")).isEqualTo("no");
        assertThat(String.valueOf(facts(told.get(3)).get("attempt"))).isEqualTo("2");
        assertThat(told).allMatch(m -> m.correlationId().equals("c-1"));
    }

    @Test
    void deadLettersAreTold() {
        listen("mpreg.queue.*.dlq");
        Inbox inbox = new Inbox();
        SendReceipt receipt = world.client.send("q", "m");
        inbox.on(world.client, "q");
        world.settle();
        inbox.last().nack(Refusal.deadLetter("broken"));
        assertThat(topics()).containsExactly("mpreg.queue.q.dlq");
        assertThat(facts(told.get(0)).get("messageId")).isEqualTo(receipt.messageId().toString());
        assertThat(facts(told.get(0)).get("reason")).isEqualTo("broken");
    }

    @Test
    void nothingIsBuiltWhenNobodyListens() {
        listen("mpreg.queue.other.#");
        oneWayThrough();
        assertThat(told).isEmpty();
    }

    @Test
    void theTimelineOfAMessageIsComplete() {
        Inbox inbox = oneWayThrough();
        List<MonitorEvent> timeline = world.monitor.client().timelineOfCorrelation("c-1");
        assertThat(timeline)
                .extracting(MonitorEvent::type)
                .containsExactly(
                        "queue.enqueued",
                        "queue.delivered",
                        "queue.requeued",
                        "queue.delivered",
                        "queue.acknowledged");
        assertThat(timeline)
                .allMatch(e -> e.trackingId().contains(inbox.last().messageId().toString()));
    }

    @Test
    void deathIsOnTheTimeline() {
        Inbox inbox = new Inbox();
        world.client.send("q", QueueMessage.of("m").correlationId("c-2"));
        inbox.on(world.client, "q");
        world.settle();
        inbox.last().nack(Refusal.deadLetter("broken"));
        List<MonitorEvent> timeline = world.monitor.client().timelineOfCorrelation("c-2");
        assertThat(timeline.get(timeline.size() - 1).type()).isEqualTo("queue.dead_lettered");
        assertThat(timeline.get(timeline.size() - 1).success()).isFalse();
    }
}
