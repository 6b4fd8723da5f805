package io.mpreg.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.monitor.MonitorEvent;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.Refusal;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.queue.MemoryStore;
import io.mpreg.engine.queue.QueueEngine;
import io.mpreg.engine.queue.QueueEngineSettings;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.session.PayloadCodec;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The next delivery of a message stood in its timeline before the end of the one before. */
class RequeuedBeforeTheNextDeliveryTest {

    private static final NodeInfo NODE = new NodeInfo("n", "c", "test");

    // Callbacks run at once: the next delivery is made before what ends the first one returns.
    private final VirtualTime time = new VirtualTime();
    private final Platform platform = new Platform(time, time, Runnable::run, Thread::new);
    private final UlidSource ulids = new UlidSource(time, new Random(1));
    private final NodeMonitor monitor =
            new NodeMonitor(MonitorSettings.defaults(), NODE, platform, ulids);
    private final QueueEngine engine =
            new QueueEngine(
                    QueueEngineSettings.defaults(),
                    NODE,
                    platform,
                    ulids,
                    new UnifiedRouter(NODE),
                    monitor,
                    new MemoryStore());
    private final QueueClient client =
            engine.client(
                    new ClientContext(
                            Caller.local("test"),
                            new PayloadCodec(),
                            new Gate(GateSettings.defaults()),
                            Runnable::run));
    private final List<Delivery<Payload>> got = new ArrayList<>();

    @AfterEach
    void stop() {
        engine.close();
        monitor.close();
    }

    private Consumer consume() {
        return client.<Payload>consume(ConsumerSpec.of("q"), Payload.class, got::add);
    }

    private void timelineIs(String... types) {
        assertThat(
                        monitor.client().timelineOfMessage(got.get(0).messageId()).stream()
                                .map(MonitorEvent::type))
                .containsExactly(types);
    }

    @Test
    void aRefusedDeliveryStandsBeforeTheNextOne() {
        client.send("q", Payload.json("1"));
        consume();
        got.get(0).nack(Refusal.delay(Duration.ZERO, "not yet"));
        got.get(1).ack();
        timelineIs(
                "queue.enqueued",
                "queue.delivered",
                "queue.requeued",
                "queue.delivered",
                "queue.acknowledged");
    }

    @Test
    void aReturnedDeliveryStandsBeforeTheNextOne() {
        client.send("q", Payload.json("1"));
        Consumer first = consume();
        consume();
        first.close();
        got.get(1).ack();
        timelineIs(
                "queue.enqueued",
                "queue.delivered",
                "queue.requeued",
                "queue.delivered",
                "queue.acknowledged");
    }
}
