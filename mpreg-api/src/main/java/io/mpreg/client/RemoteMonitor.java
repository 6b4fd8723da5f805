package io.mpreg.client;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.Ulid;
import io.mpreg.api.monitor.HealthReport;
import io.mpreg.api.monitor.HealthStatus;
import io.mpreg.api.monitor.MonitorClient;
import io.mpreg.api.monitor.MonitorEvent;
import io.mpreg.api.route.Explanation;
import io.mpreg.wire.Fields;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The monitor over a connection, and the router's explanations. */
final class RemoteMonitor implements MonitorClient {

    private final Connection connection;

    RemoteMonitor(Connection connection) {
        this.connection = connection;
    }

    private Fields ask(Request request) {
        return Failures.await(connection.request(request));
    }

    private List<MonitorEvent> timeline(String by, String id) {
        return ask(Request.op("monitor.timeline").with(by, id)).objects("events").stream()
                .map(RemoteMonitor::event)
                .toList();
    }

    private static MonitorEvent event(Fields frame) {
        return new MonitorEvent(
                frame.text("trackingId", ""),
                frame.text("correlationId", ""),
                frame.text("type"),
                frame.choice("system", MpregSystem.class, MpregSystem.TRANSPORT),
                frame.choice("target", MpregSystem.class),
                frame.optionalText("topic"),
                frame.text("node", ""),
                frame.text("cluster", ""),
                frame.instant("timestamp"),
                frame.has("latencyNs")
                        ? frame.number("latencyNs") / 1_000_000
                        : frame.number("latencyMs"),
                frame.flag("success"),
                frame.object("details").texts());
    }

    @Override
    public List<MonitorEvent> timelineOfCorrelation(String correlationId) {
        return timeline("correlationId", correlationId);
    }

    @Override
    public List<MonitorEvent> timelineOf(String trackingId) {
        return timeline("trackingId", trackingId);
    }

    @Override
    public List<MonitorEvent> timelineOfMessage(Ulid messageId) {
        return timeline("messageId", messageId.toString());
    }

    @Override
    public HealthReport health() {
        Fields reply = ask(Request.op("monitor.health"));
        Map<MpregSystem, HealthReport.SystemHealth> systems = new EnumMap<>(MpregSystem.class);
        Fields all = reply.object("systems");
        for (MpregSystem system : MpregSystem.values()) {
            if (all.has(system.label())) {
                systems.put(system, system(all.object(system.label())));
            }
        }
        Map<HealthStatus, Integer> counts = new EnumMap<>(HealthStatus.class);
        Fields counted = reply.object("counts");
        for (HealthStatus status : HealthStatus.values()) {
            counts.put(status, counted.integer(status.name()));
        }
        return new HealthReport(status(reply), reply.number("score"), systems, counts);
    }

    private static HealthStatus status(Fields frame) {
        return frame.choice("status", HealthStatus.class, HealthStatus.UNAVAILABLE);
    }

    private static HealthReport.SystemHealth system(Fields frame) {
        return new HealthReport.SystemHealth(
                status(frame),
                frame.number("score"),
                frame.whole("operations"),
                frame.number("errorRate"),
                frame.number("p95Ms"));
    }

    @Override
    public Map<String, Object> metrics() {
        Fields reply = ask(Request.op("monitor.metrics"));
        Fields numbers = reply.has("metrics") ? reply.object("metrics") : reply;
        Map<String, Object> metrics = new LinkedHashMap<>();
        numbers.fields()
                .forEach(
                        (name, value) -> {
                            if (value != null && !name.equals("op") && !name.equals("id")) {
                                metrics.put((String) name, value);
                            }
                        });
        return metrics;
    }

    Explanation explain(String topic) {
        Fields reply = ask(Request.op("route.explain").with("topic", topic));
        return new Explanation(
                reply.text("topic", topic),
                reply.objects("receivers").stream().map(RemoteMonitor::receiver).toList(),
                reply.objects("excluded").stream().map(RemoteMonitor::exclusion).toList(),
                reply.texts("path"),
                reply.number("estimatedLatencyMs"),
                reply.text("policy", ""));
    }

    private static Explanation.Receiver receiver(Fields frame) {
        return new Explanation.Receiver(
                frame.choice("system", MpregSystem.class, MpregSystem.PUBSUB),
                frame.text("id", ""),
                frame.text("node", ""),
                frame.text("cluster", ""),
                frame.text("pattern", ""),
                frame.text("why", ""));
    }

    private static Explanation.Exclusion exclusion(Fields frame) {
        return new Explanation.Exclusion(
                frame.choice("system", MpregSystem.class, MpregSystem.PUBSUB),
                frame.text("id", ""),
                frame.text("node", ""),
                frame.text("cluster", ""),
                frame.text("pattern", ""),
                frame.text("reason", ""));
    }
}
