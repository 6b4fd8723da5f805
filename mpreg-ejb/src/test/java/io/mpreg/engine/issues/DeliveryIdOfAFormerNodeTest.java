package io.mpreg.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.QueueClient;
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
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * A node counted deliveries from 0 after each start, so that a client that acknowledged one of
 * before its restart acknowledged another message.
 */
class DeliveryIdOfAFormerNodeTest {

    private static final NodeInfo NODE = new NodeInfo("n", "c", "test");

    private final VirtualTime time = new VirtualTime();
    private final Platform platform = new Platform(time, time, Runnable::run, Thread::new);
    private final Set<String> ids = new HashSet<>();

    private void live(long seed) {
        UlidSource ulids = new UlidSource(time, new Random(seed));
        NodeMonitor monitor = new NodeMonitor(MonitorSettings.defaults(), NODE, platform, ulids);
        QueueEngine engine =
                new QueueEngine(
                        QueueEngineSettings.defaults(),
                        NODE,
                        platform,
                        ulids,
                        new UnifiedRouter(NODE),
                        monitor,
                        new MemoryStore());
        QueueClient client =
                engine.client(
                        new ClientContext(
                                Caller.local("test"),
                                new PayloadCodec(),
                                new Gate(GateSettings.defaults()),
                                Runnable::run));
        for (int i = 0; i < 10; i++) {
            client.send("q", Payload.json("1"));
        }
        client.<Payload>consume(ConsumerSpec.of("q"), Payload.class, this::note);
        engine.close();
        monitor.close();
    }

    private void note(Delivery<Payload> delivery) {
        assertThat(ids.add(delivery.id())).as(delivery.id()).isTrue();
        delivery.ack();
    }

    @Test
    void noIdComesAgainAfterARestart() {
        for (long seed = 1; seed <= 20; seed++) {
            live(seed);
        }
        assertThat(ids).hasSize(200);
    }
}
