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
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Deliveries stood in timelines behind what their listeners had caused. */
class DeliveryBeforeItsEffectsTest {

    private static final NodeInfo NODE = new NodeInfo("n", "c", "test");
    private static final int CHAIN = 200;

    @Test
    void everyDeliveryStandsBeforeWhatItsListenerDid() {
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
                List<MonitorEvent> events = monitor.client().timelineOfCorrelation("c" + i);
                assertThat(events.stream().map(e -> e.type() + " " + e.topic().orElse("")))
                        .containsExactly(
                                "message.published first.c" + i,
                                "message.delivered first.c" + i,
                                "message.published second.c" + i);
            }
        }
    }
}
