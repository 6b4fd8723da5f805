package io.mpreg.engine.session;

import io.mpreg.api.Ulid;
import io.mpreg.api.monitor.HealthReport;
import io.mpreg.api.monitor.HealthStatus;
import io.mpreg.api.monitor.MonitorClient;
import io.mpreg.api.monitor.MonitorEvent;
import io.mpreg.api.route.Explanation;
import io.mpreg.engine.route.MessageKind;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the router and the monitor tell. */
final class MonitorDesk {

    private MonitorDesk() {}

    static void operations(Operations all) {
        all.family(session -> session)
                .slow("route.explain", MonitorDesk::explain)
                .slow(
                        "route.stats",
                        (session, fields, answer) ->
                                answer.ok(
                                        "stats", new TreeMap<>(session.client().routeStatistics())))
                .slow("monitor.health", MonitorDesk::health)
                .slow("monitor.metrics", MonitorDesk::metrics)
                .slow("monitor.timeline", MonitorDesk::timeline);
    }

    private static void explain(Session session, Fields fields, Answer answer) {
        Explanation told =
                session.client()
                        .explain(fields.text("topic"), fields.choice("kind", MessageKind.class));
        answer.ok(
                "topic",
                told.topic(),
                "receivers",
                told.receivers().stream().map(MonitorDesk::receiver).toList(),
                "excluded",
                told.excluded().stream().map(MonitorDesk::exclusion).toList(),
                "path",
                told.path(),
                "estimatedLatencyMs",
                Math.round(told.estimatedLatencyMs()),
                "policy",
                told.policy());
    }

    private static Map<String, Object> receiver(Explanation.Receiver receiver) {
        return Frames.object(
                "system", receiver.system(),
                "id", receiver.id(),
                "node", receiver.node(),
                "cluster", receiver.cluster(),
                "pattern", receiver.pattern(),
                "why", receiver.why());
    }

    private static Map<String, Object> exclusion(Explanation.Exclusion exclusion) {
        return Frames.object(
                "system", exclusion.system(),
                "id", exclusion.id(),
                "node", exclusion.node(),
                "cluster", exclusion.cluster(),
                "pattern", exclusion.pattern(),
                "reason", exclusion.reason());
    }

    private static void health(Session session, Fields fields, Answer answer) {
        HealthReport report = session.client().monitor().health();
        Map<String, Object> systems = new LinkedHashMap<>();
        new TreeMap<>(report.systems())
                .forEach((system, health) -> systems.put(system.label(), system(health)));
        Map<HealthStatus, Integer> counts = new EnumMap<>(HealthStatus.class);
        counts.putAll(report.counts());
        answer.ok(
                "status",
                report.status(),
                "score",
                report.score(),
                "systems",
                systems,
                "counts",
                counts);
    }

    private static Map<String, Object> system(HealthReport.SystemHealth health) {
        return Frames.object(
                "status", health.status(),
                "score", health.score(),
                "operations", health.operations(),
                "errorRate", health.errorRate(),
                "p95Ms", Math.round(health.p95Ms()));
    }

    private static void metrics(Session session, Fields fields, Answer answer) {
        answer.ok("metrics", new TreeMap<>(session.client().monitor().metrics()));
    }

    private static void timeline(Session session, Fields fields, Answer answer) {
        List<String> given =
                List.of("trackingId", "correlationId", "messageId").stream()
                        .filter(fields::has)
                        .toList();
        if (given.size() != 1) {
            throw fields.wrong(
                    "trackingId",
                    "one of trackingId, correlationId, messageId is needed, not " + given);
        }
        MonitorClient monitor = session.client().monitor();
        List<MonitorEvent> events =
                switch (given.get(0)) {
                    case "trackingId" -> monitor.timelineOf(fields.text("trackingId"));
                    case "correlationId" ->
                            monitor.timelineOfCorrelation(fields.text("correlationId"));
                    default -> {
                        Ulid id = fields.ulid("messageId").orElseThrow();
                        yield monitor.timelineOfMessage(id);
                    }
                };
        answer.ok("events", events.stream().map(event -> event(session, event)).toList());
    }

    private static Map<String, Object> event(Session session, MonitorEvent event) {
        return Frames.object(
                "trackingId", event.trackingId(),
                "correlationId", event.correlationId(),
                "type", event.type(),
                "system", event.system(),
                "target", event.target().orElse(null),
                "topic", event.topic().orElse(null),
                "node", event.node(),
                "cluster", event.cluster(),
                "timestamp", session.host().timestamps().text(event.timestamp()),
                "latencyMs", Math.round(event.latencyMs()),
                "latencyNs", Math.round(event.latencyMs() * 1_000_000),
                "success", event.success(),
                "details", event.details());
    }
}
