package io.mpreg.engine.pubsub;

import io.mpreg.api.Message;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.topic.MessageListener;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executor;

/** One node's pub/sub on virtual time, whose tasks run when and in the order the seed says. */
final class World {

    static final NodeInfo NODE = new NodeInfo("n1", "c1", "test");

    final VirtualTime time = new VirtualTime();
    final Random random;
    final List<Runnable> tasks = new ArrayList<>();
    final UnifiedRouter router = new UnifiedRouter(NODE);
    final NodeMonitor monitor;
    final Exchange exchange;

    World(PubSubSettings settings, long seed) {
        this(settings, seed, DurableStore.NONE);
    }

    World(PubSubSettings settings, long seed, DurableStore store) {
        random = new Random(seed);
        Platform platform = new Platform(time, time, tasks::add, Thread::new);
        UlidSource ulids = new UlidSource(time, new Random(seed + 1));
        monitor = new NodeMonitor(MonitorSettings.defaults(), NODE, platform, ulids);
        exchange = new Exchange(settings, NODE, platform, ulids, router, monitor, store);
    }

    World() {
        this(PubSubSettings.defaults(), 1);
    }

    TopicClient client() {
        return client(tasks::add);
    }

    TopicClient client(Executor callbacks) {
        return exchange.client(context(callbacks));
    }

    static ClientContext context(Executor callbacks) {
        return new ClientContext(
                Caller.local("test"), new Texts(), new Gate(GateSettings.defaults()), callbacks);
    }

    /** Runs one of the tasks that are due, if there is one. */
    boolean step() {
        if (tasks.isEmpty()) {
            return false;
        }
        tasks.remove(random.nextInt(tasks.size())).run();
        return true;
    }

    void settle() {
        while (step()) {
            continue;
        }
    }

    /** Notes the bodies of what a listener gets. */
    static final class Inbox implements MessageListener<String> {
        final List<Message<String>> messages = new ArrayList<>();

        @Override
        public void onMessage(Message<String> message) {
            messages.add(message);
        }

        List<String> bodies() {
            return messages.stream().map(Message::body).map(Objects::requireNonNull).toList();
        }

        Subscription on(TopicClient client, SubscriptionSpec spec) {
            return client.subscribe(spec, String.class, this);
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
