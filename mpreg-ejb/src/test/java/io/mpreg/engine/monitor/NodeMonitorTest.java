package io.mpreg.engine.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Ulid;
import io.mpreg.api.monitor.HealthReport;
import io.mpreg.api.monitor.HealthStatus;
import io.mpreg.api.monitor.MonitorEvent;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NodeMonitorTest {

    private final VirtualTime time = new VirtualTime();

    private NodeMonitor monitor(MonitorSettings settings) {
        return new NodeMonitor(
                settings,
                new NodeInfo("n", "c", "v"),
                new Platform(time, time, Runnable::run, Thread::new),
                new UlidSource(time, new Random(1)));
    }

    private static Event event(MpregSystem system, boolean success, long nanos) {
        return new Event("t", "c", "x.done", system, null, null, nanos, success, Map.of());
    }

    @Test
    void withoutDataEverySystemIsUnavailable() {
        HealthReport health = monitor(MonitorSettings.defaults()).client().health();
        assertThat(health.status()).isEqualTo(HealthStatus.UNAVAILABLE);
        assertThat(health.counts()).containsEntry(HealthStatus.UNAVAILABLE, 6);
        assertThat(health.score()).isEqualTo(1);
    }

    @Test
    void healthFollowsItsFormulaWhateverHappened() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            long operations = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(1000);
            double errors = random.nextDouble();
            double p95 = random.nextDouble() * 10_000;
            HealthReport.SystemHealth health = Health.of(operations, errors, p95);
            if (operations == 0) {
                assertThat(health.status()).isEqualTo(HealthStatus.UNAVAILABLE);
                continue;
            }
            double score = 1 - .6 * errors - .4 * Math.min(p95 / 5000, 1);
            assertThat(health.score()).as("seed %d", seed).isCloseTo(score, within(1e-9));
            assertThat(health.status())
                    .as("seed %d", seed)
                    .isEqualTo(
                            score >= .8
                                    ? HealthStatus.HEALTHY
                                    : score >= .6 ? HealthStatus.DEGRADED : HealthStatus.CRITICAL);
        }
        assertThat(Health.of(1, 0, 5000).status()).isEqualTo(HealthStatus.DEGRADED);
        assertThat(Health.of(1, 0, 2500).status()).isEqualTo(HealthStatus.HEALTHY);
    }

    @Test
    void errorsAndLatencyLowerTheScoreUntilTheyAreForgotten() {
        NodeMonitor monitor = monitor(MonitorSettings.defaults());
        for (int i = 0; i < 100; i++) {
            monitor.record(event(MpregSystem.RPC, i % 2 == 0, Duration.ofSeconds(10).toNanos()));
            monitor.record(event(MpregSystem.CACHE, true, 1_000));
        }
        HealthReport health = monitor.client().health();
        assertThat(health.systems().get(MpregSystem.RPC).score()).isCloseTo(.3, within(1e-6));
        assertThat(health.systems().get(MpregSystem.RPC).status()).isEqualTo(HealthStatus.CRITICAL);
        assertThat(health.counts().values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(6);
        assertThat(health.status()).isEqualTo(HealthStatus.DEGRADED);
        time.advance(Duration.ofMinutes(2));
        HealthReport later = monitor.client().health();
        assertThat(later.systems().get(MpregSystem.RPC).score()).isEqualTo(1);
        assertThat(later.systems().get(MpregSystem.RPC).operations()).isEqualTo(100);
    }

    @Test
    void announcementsAreNoOperations() {
        NodeMonitor monitor = monitor(MonitorSettings.defaults());
        monitor.record(Event.of(MpregSystem.RPC, "rpc.started", "t", "c", null));
        monitor.record(Event.of(MpregSystem.RPC, "rpc.command.progress", "t", "c", null));
        monitor.record(Event.of(MpregSystem.RPC, "rpc.completed", "t", "c", null));
        assertThat(monitor.client().metrics()).containsEntry("rpc.operations", 1L);
    }

    @Test
    void ratesAreThoseOfTheLastInterval() {
        NodeMonitor monitor = monitor(MonitorSettings.defaults());
        for (int i = 0; i < 50; i++) {
            monitor.record(event(MpregSystem.QUEUE, true, 2_000_000));
        }
        time.advance(Duration.ofSeconds(5));
        Map<String, Object> metrics = monitor.client().metrics();
        assertThat(metrics).containsEntry("queue.rate", 10.0);
        assertThat((double) metrics.get("queue.p95Ms")).isCloseTo(2, within(.05));
        time.advance(Duration.ofSeconds(5));
        assertThat(monitor.client().metrics()).containsEntry("queue.rate", 0.0);
    }

    @Test
    void crossingsAreCountedPerPair() {
        NodeMonitor monitor = monitor(MonitorSettings.defaults());
        monitor.record(
                new Event(
                        "t",
                        "c",
                        "rpc.published",
                        MpregSystem.RPC,
                        MpregSystem.PUBSUB,
                        null,
                        1_000_000,
                        true,
                        Map.of()));
        assertThat(monitor.client().metrics())
                .containsEntry("interaction.rpc.pubsub.operations", 1L);
    }

    @Test
    void levelsAndSamplingDecideWhatIsRemembered() {
        NodeMonitor monitor =
                monitor(
                        MonitorSettings.defaults()
                                .level(MpregSystem.CACHE, Level.OFF)
                                .level(MpregSystem.QUEUE, Level.ERRORS)
                                .sampling(MpregSystem.RPC, .5));
        assertThat(monitor.watches(MpregSystem.CACHE)).isFalse();
        monitor.record(event(MpregSystem.CACHE, true, 0));
        monitor.record(event(MpregSystem.QUEUE, true, 0));
        monitor.record(event(MpregSystem.QUEUE, false, 0));
        assertThat(monitor.client().timelineOf("t"))
                .singleElement()
                .satisfies(e -> assertThat(e.success()).isFalse());
        assertThat(monitor.client().metrics())
                .containsEntry("queue.operations", 2L)
                .containsEntry("cache.operations", 0L);

        UlidSource ulids = new UlidSource(time, new Random(3));
        int remembered = 0;
        for (int i = 0; i < 1000; i++) {
            Ulid id = ulids.next();
            time.advance(Duration.ofMillis(1));
            monitor.record(Event.of(MpregSystem.RPC, "rpc.a", "t1", id, null));
            monitor.record(Event.of(MpregSystem.RPC, "rpc.b", "t2", id.toString(), null));
            int found = monitor.client().timelineOfCorrelation(id.toString()).size();
            assertThat(found).isIn(0, 2);
            remembered += found / 2;
        }
        assertThat(remembered).isBetween(400, 600);
    }

    @Test
    void idsCompareByTheirText() {
        NodeMonitor monitor = monitor(MonitorSettings.defaults());
        Ulid id = new UlidSource(time, new Random(2)).next();
        monitor.record(Event.of(MpregSystem.PUBSUB, "message.published", id, id, null));
        monitor.record(Event.of(MpregSystem.QUEUE, "queue.enqueued", "q-1", id.toString(), null));
        assertThat(monitor.client().timelineOfMessage(id))
                .extracting(MonitorEvent::type)
                .containsExactly("message.published", "queue.enqueued");
        assertThat(monitor.client().timelineOfCorrelation(id.toString())).hasSize(2);
        assertThat(monitor.client().timelineOf("q-1")).hasSize(1);
        assertThat(monitor.client().timelineOf("unknown")).isEmpty();
    }

    @Test
    void bytesAreBounded() {
        NodeMonitor monitor =
                monitor(
                        new MonitorSettings(
                                10_000, 100_000, Map.of(), Map.of(), Duration.ofSeconds(5)));
        for (int i = 0; i < 5_000; i++) {
            monitor.record(
                    new Event(
                            "t" + i,
                            "c",
                            "x",
                            MpregSystem.RPC,
                            null,
                            null,
                            0,
                            true,
                            Map.of("k", "v".repeat(i % 500))));
        }
        assertThat(monitor.ring().bytes()).isBetween(10_000L, 200_000L);
        assertThat(monitor.client().timelineOf("t4999")).hasSize(1);
        assertThat(monitor.client().timelineOf("t0")).isEmpty();
    }

    @Test
    void trackingIdsSayTheirSystem() {
        assertThat(monitor(MonitorSettings.defaults()).trackingId(MpregSystem.QUEUE))
                .startsWith("q-")
                .hasSize(2 + Ulid.LENGTH);
    }
}
