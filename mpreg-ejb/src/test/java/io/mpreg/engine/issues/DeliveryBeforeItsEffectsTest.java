package io.mpreg.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.monitor.MonitorEvent;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.pubsub.PubSubSettings;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.session.PayloadCodec;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Deliveries stood in timelines behind what their listeners had caused. */
class DeliveryBeforeItsEffectsTest {

    private static final NodeInfo NODE = new NodeInfo("n", "c", "test");
    private static final int CHAIN = 200;

    private interface Course {

        void run(TopicClient client, NodeMonitor monitor);
    }

    private static void on(Course course) {
        VirtualTime time = new VirtualTime();
        Platform platform = new Platform(time, time, Runnable::run, Thread::new);
        UlidSource ulids = new UlidSource(time, new Random(1));
        NodeMonitor monitor = new NodeMonitor(MonitorSettings.defaults(), NODE, platform, ulids);
        try (Exchange exchange =
                new Exchange(
                        PubSubSettings.defaults(),
                        NODE,
                        platform,
                        ulids,
                        new UnifiedRouter(NODE),
                        monitor)) {
            TopicClient client =
                    exchange.client(
                            new ClientContext(
                                    Caller.local("test"),
                                    new PayloadCodec(),
                                    new Gate(GateSettings.defaults()),
                                    Runnable::run));
            course.run(client, monitor);
        }
    }

    private static List<String> shown(List<MonitorEvent> events) {
        return events.stream().map(e -> e.type() + " " + e.topic().orElse("")).toList();
    }

    @Test
    void everyDeliveryStandsBeforeWhatItsListenerDid() {
        on(
                (client, monitor) -> {
                    client.<Payload>subscribe(
                            SubscriptionSpec.of("first.*"),
                            Payload.class,
                            m ->
                                    client.publish(
                                            Publication.on("second." + m.topic().substring(6))
                                                    .correlationId(m.topic().substring(6))));
                    for (int i = 0; i < CHAIN; i++) {
                        client.publish(Publication.on("first.c" + i).correlationId("c" + i));
                    }
                    for (int i = 0; i < CHAIN; i++) {
                        assertThat(shown(monitor.client().timelineOfCorrelation("c" + i)))
                                .containsExactly(
                                        "message.published first.c" + i,
                                        "message.delivered first.c" + i,
                                        "message.published second.c" + i);
                    }
                });
    }

    @Test
    void whatAListenerSendsToItselfIsPublishedBeforeItIsDelivered() {
        on(
                (client, monitor) -> {
                    client.<Payload>subscribe(
                            SubscriptionSpec.of("step.*"),
                            Payload.class,
                            m -> {
                                int next = Integer.parseInt(m.topic().substring(5)) + 1;
                                if (next < CHAIN) {
                                    client.publish(
                                            Publication.on("step." + next).correlationId("chain"));
                                }
                            });
                    client.publish(Publication.on("step.0").correlationId("chain"));
                    List<String> expected = new ArrayList<>();
                    for (int i = 0; i < CHAIN; i++) {
                        expected.add("message.published step." + i);
                        expected.add("message.delivered step." + i);
                    }
                    assertThat(shown(monitor.client().timelineOfCorrelation("chain")))
                            .isEqualTo(expected);
                });
    }

    @Test
    void aDeliveryIsSeenByItsListener() {
        on(
                (client, monitor) -> {
                    List<Integer> seen = new ArrayList<>();
                    client.<Payload>subscribe(
                            SubscriptionSpec.of("a"),
                            Payload.class,
                            m -> seen.add(monitor.client().timelineOfMessage(m.id()).size()));
                    for (int i = 0; i < CHAIN; i++) {
                        client.publish("a", i);
                    }
                    assertThat(seen).hasSize(CHAIN).containsOnly(2);
                });
    }
}
