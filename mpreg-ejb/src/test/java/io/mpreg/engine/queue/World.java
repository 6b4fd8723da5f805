package io.mpreg.engine.queue;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.DeliveryListener;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueStats;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import io.mpreg.wire.json.Json;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;

/** One node's queues on virtual time, whose tasks run when and in the order the seed says. */
final class World {

    static final NodeInfo NODE = new NodeInfo("n1", "c1", "test");

    final VirtualTime time = new VirtualTime();
    final Random random;
    final List<Runnable> tasks = new ArrayList<>();
    final UnifiedRouter router = new UnifiedRouter(NODE);
    final Platform platform = new Platform(time, time, tasks::add, Thread::new);
    final UlidSource ulids;
    final NodeMonitor monitor;
    final QueueEngineSettings settings;
    QueueEngine engine;
    QueueClient client;
    private QueueStore store;

    World(QueueEngineSettings settings, long seed, QueueStore store) {
        this.settings = settings;
        random = new Random(seed);
        ulids = new UlidSource(time, new Random(seed + 1));
        monitor = new NodeMonitor(MonitorSettings.defaults(), NODE, platform, ulids);
        start(store);
    }

    World() {
        this(QueueEngineSettings.defaults());
    }

    World(QueueEngineSettings settings) {
        this(settings, 1, new MemoryStore());
    }

    /** Starts an engine over what a store remembers. */
    void start(QueueStore store) {
        this.store = store;
        engine =
                new QueueEngine(
                        settings, NODE, platform, ulids, router, monitor, store, new Random(7));
        client = client(tasks::add);
    }

    QueueClient client(Executor callbacks) {
        return engine.client(
                new ClientContext(
                        Caller.local("test"),
                        new Texts(),
                        new Gate(GateSettings.defaults()),
                        callbacks));
    }

    MemoryStore store() {
        return (MemoryStore) store;
    }

    QueueStats stats(String queue) {
        return client.info(queue).orElseThrow().stats();
    }

    /** Runs one of the tasks that are due, if there is one. */
    boolean step() {
        if (tasks.isEmpty()) {
            return false;
        }
        tasks.remove(random.nextInt(tasks.size())).run();
        return true;
    }

    void runAll() {
        while (step()) {
            continue;
        }
    }

    /** Runs all tasks, and checks every queue, which must have no sends under way. */
    void settle() {
        runAll();
        engine.queues().values().forEach(QueueValidator::check);
    }

    void pass(Duration time) {
        this.time.advance(time);
        settle();
    }

    void passMillis(long millis) {
        pass(Duration.ofMillis(millis));
    }

    /** Notes what a listener gets, and leaves settling to the test. */
    static final class Inbox implements DeliveryListener<String> {
        final List<Delivery<String>> all = new ArrayList<>();
        boolean acks;

        static Inbox acking() {
            Inbox inbox = new Inbox();
            inbox.acks = true;
            return inbox;
        }

        @Override
        public void onDelivery(Delivery<String> delivery) {
            all.add(delivery);
            if (acks) {
                delivery.ack();
            }
        }

        List<String> bodies() {
            return all.stream().map(Delivery::body).toList();
        }

        Delivery<String> last() {
            return all.get(all.size() - 1);
        }

        Consumer on(QueueClient client, ConsumerSpec spec) {
            return client.<String>consume(spec, String.class, this);
        }

        Consumer on(QueueClient client, String queue) {
            return on(client, ConsumerSpec.of(queue));
        }
    }

    /** Strings, numbers and payloads only. */
    static final class Texts implements ValueCodec {
        @Override
        public Payload encode(Object value) {
            return value instanceof Payload payload ? payload : Payload.json(Json.write(value));
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> T decode(Payload payload, Type type) {
            if (type == Integer.class) {
                return (T) Integer.valueOf(payload.text());
            }
            return (T) String.valueOf(Json.parse(payload.bytes()));
        }
    }
}
