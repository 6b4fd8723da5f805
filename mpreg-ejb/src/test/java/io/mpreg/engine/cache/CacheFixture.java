package io.mpreg.engine.cache;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Event;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.InterestKind;
import io.mpreg.engine.route.Receiver;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import io.mpreg.engine.topic.TopicPattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** A cache of one node on a virtual clock. */
final class CacheFixture {

    final VirtualTime time = new VirtualTime();
    final NodeInfo node = new NodeInfo("n1", "c1", "test");
    final UnifiedRouter router = new UnifiedRouter(node);
    final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    final UlidSource ulids = new UlidSource(time, new SplittableRandom(1));
    final ClientContext context =
            new ClientContext(
                    Caller.local("test"),
                    new TreeCodec(),
                    new Gate(GateSettings.defaults()),
                    Runnable::run);
    final CacheEngine engine;

    CacheFixture() {
        this(CacheSettings.defaults());
    }

    CacheFixture(CacheSettings settings) {
        Platform platform = new Platform(time, time, Runnable::run, Thread::new);
        Monitor monitor =
                new Monitor() {
                    @Override
                    public boolean watches(MpregSystem system) {
                        return true;
                    }

                    @Override
                    public void record(Event event) {
                        events.add(event);
                    }
                };
        engine = new CacheEngine(settings, node, platform, ulids, router, monitor);
    }

    CacheClient client(String region) {
        return engine.client(context, region);
    }

    /** Collects the messages on matching topics. */
    List<UnifiedMessage> listen(String pattern) {
        List<UnifiedMessage> messages = Collections.synchronizedList(new ArrayList<>());
        router.add(
                TopicPattern.of(pattern),
                new Receiver() {
                    @Override
                    public void accept(UnifiedMessage message) {
                        messages.add(message);
                    }

                    @Override
                    public InterestKind kind() {
                        return InterestKind.SUBSCRIPTION;
                    }

                    @Override
                    public String id() {
                        return pattern;
                    }
                });
        return messages;
    }

    List<String> eventTypes() {
        synchronized (events) {
            return events.stream().map(Event::type).toList();
        }
    }
}
