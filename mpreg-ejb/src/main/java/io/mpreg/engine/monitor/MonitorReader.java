package io.mpreg.engine.monitor;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Ulid;
import io.mpreg.api.monitor.HealthReport;
import io.mpreg.api.monitor.HealthReport.SystemHealth;
import io.mpreg.api.monitor.MonitorClient;
import io.mpreg.api.monitor.MonitorEvent;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads what the monitor of this node remembers. */
final class MonitorReader implements MonitorClient {

    private static final double NANOS_PER_MILLI = 1e6;

    private final NodeMonitor monitor;
    private final NodeInfo node;

    MonitorReader(NodeMonitor monitor, NodeInfo node) {
        this.monitor = monitor;
        this.node = node;
    }

    @Override
    public List<MonitorEvent> timelineOfCorrelation(String correlationId) {
        IdMatch id = new IdMatch(correlationId);
        return timeline(event -> id.matches(event.correlationId()));
    }

    @Override
    public List<MonitorEvent> timelineOf(String trackingId) {
        IdMatch id = new IdMatch(trackingId);
        return timeline(event -> id.matches(event.trackingId()));
    }

    @Override
    public List<MonitorEvent> timelineOfMessage(Ulid messageId) {
        IdMatch id = new IdMatch(messageId.toString());
        return timeline(
                event ->
                        id.matches(event.trackingId())
                                || id.matches(event.correlationId())
                                || id.matches(event.details().getOrDefault("messageId", "")));
    }

    @Override
    public HealthReport health() {
        Map<MpregSystem, SystemHealth> systems = new EnumMap<>(MpregSystem.class);
        for (MpregSystem system : MpregSystem.values()) {
            Reading reading = monitor.meter(system).read();
            systems.put(
                    system,
                    Health.of(
                            reading.operations(),
                            reading.errorRate(),
                            reading.p95() / NANOS_PER_MILLI));
        }
        return Health.report(systems);
    }

    @Override
    public Map<String, Object> metrics() {
        Map<String, Object> metrics = new TreeMap<>();
        for (MpregSystem system : MpregSystem.values()) {
            put(metrics, system.label(), monitor.meter(system).read());
        }
        monitor.interactions()
                .forEach((pair, meter) -> put(metrics, "interaction." + pair, meter.read()));
        metrics.put("monitor.events", monitor.ring().total());
        metrics.put("monitor.bytes", monitor.ring().bytes());
        monitor.gauges().forEach((name, value) -> metrics.put(name, value.get()));
        return Map.copyOf(metrics);
    }

    private static void put(Map<String, Object> metrics, String name, Reading reading) {
        metrics.put(name + ".operations", reading.operations());
        metrics.put(name + ".errors", reading.errors());
        metrics.put(name + ".rate", reading.rate());
        metrics.put(name + ".errorRate", reading.errorRate());
        metrics.put(name + ".p50Ms", reading.p50() / NANOS_PER_MILLI);
        metrics.put(name + ".p95Ms", reading.p95() / NANOS_PER_MILLI);
        metrics.put(name + ".p99Ms", reading.p99() / NANOS_PER_MILLI);
    }

    private List<MonitorEvent> timeline(Predicate<Event> test) {
        return monitor.ring().select(test).stream().map(this::shown).toList();
    }

    private MonitorEvent shown(Noted noted) {
        Event event = noted.event();
        return new MonitorEvent(
                event.trackingId().toString(),
                event.correlationId().toString(),
                event.type(),
                event.system(),
                Optional.ofNullable(event.target()),
                Optional.ofNullable(event.topic()).map(Object::toString),
                node.node(),
                node.cluster(),
                Instant.ofEpochMilli(noted.millis()),
                event.latencyNanos() / NANOS_PER_MILLI,
                event.success(),
                event.details());
    }
}
