package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.monitor.MonitorEvent;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Level;
import io.mpreg.engine.monitor.MonitorSettings;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadsInTheMonitorTest {

    private static final NodeInfo NODE = new NodeInfo("n", "c", "test");

    private final VirtualTime time = new VirtualTime();
    private final Platform platform = new Platform(time, time, Runnable::run, Thread::new);
    private final UlidSource ulids = new UlidSource(time, new Random(1));

    private NodeMonitor monitor(MonitorSettings settings) {
        return new NodeMonitor(settings, NODE, platform, ulids);
    }

    private CacheEngine engine(NodeMonitor monitor) {
        return new CacheEngine(
                CacheSettings.defaults(), NODE, platform, ulids, new UnifiedRouter(NODE), monitor);
    }

    private static ClientContext context() {
        return new ClientContext(
                Caller.local("test"),
                new TreeCodec(),
                new Gate(GateSettings.defaults()),
                Runnable::run);
    }

    private static double operations(NodeMonitor monitor) {
        return ((Number) monitor.client().metrics().get("cache.operations")).doubleValue();
    }

    private static List<String> types(List<MonitorEvent> events) {
        return events.stream().map(MonitorEvent::type).toList();
    }

    @Test
    void everyReadOfACorrelationIsInItsTimeline() {
        NodeMonitor monitor = monitor(MonitorSettings.defaults());
        try (CacheEngine engine = engine(monitor)) {
            CacheClient tied = engine.client(context(), "r", Optional.of("order-1"));
            tied.put("k", 1);
            for (int i = 0; i < 100; i++) {
                tied.get("k");
                tied.get("absent");
            }
            List<String> types = types(monitor.client().timelineOfCorrelation("order-1"));
            assertThat(types).hasSize(201).startsWith("cache.put", "cache.hit", "cache.miss");
            assertThat(types.stream().filter("cache.hit"::equals)).hasSize(100);
            assertThat(operations(monitor)).isEqualTo(201);
        }
    }

    @Test
    void ofReadsWithoutOneAllAreCountedAndOneInSomeIsRemembered() {
        NodeMonitor monitor = monitor(MonitorSettings.defaults());
        try (CacheEngine engine = engine(monitor)) {
            CacheClient client = engine.client(context(), "r");
            client.put("k", 1);
            for (int i = 0; i < 128; i++) {
                client.get("k");
            }
            client.put("k", 2);
            client.get("k");
            client.get("absent");
            assertThat(types(monitor.client().timelineOf("r:k")))
                    .containsExactly(
                            "cache.put", "cache.hit", "cache.hit", "cache.put", "cache.hit");
            assertThat(types(monitor.client().timelineOf("r:absent")))
                    .containsExactly("cache.miss");
            assertThat(operations(monitor)).isEqualTo(132);
        }
        assertThat(operations(monitor)).as("after the end").isEqualTo(132);
    }

    @Test
    void whoIsNotWatchedIsNotCounted() {
        NodeMonitor monitor =
                monitor(MonitorSettings.defaults().level(MpregSystem.CACHE, Level.OFF));
        try (CacheEngine engine = engine(monitor)) {
            CacheClient client = engine.client(context(), "r", Optional.of("order-1"));
            client.put("k", 1);
            client.get("k");
            assertThat(operations(monitor)).isZero();
            assertThat(monitor.client().timelineOfCorrelation("order-1")).isEmpty();
        }
    }
}
