package io.mpreg.engine.session;

import io.mpreg.api.NodeInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The cluster and the federation, as a node that is a cluster of its own sees them. */
final class ClusterDesk {

    private static final List<String> KINDS = List.of("function", "queue", "region");

    private ClusterDesk() {}

    static void operations(Operations all) {
        all.family(session -> session)
                .swift("cluster.members", ClusterDesk::members)
                .slow("cluster.catalog", ClusterDesk::catalog)
                .swift("federation.status", ClusterDesk::federation)
                .swift("federation.rules", (s, f, answer) -> answer.ok("rules", List.of()));
    }

    private static void members(Session session, Fields fields, Answer answer) {
        NodeInfo node = session.host().node();
        answer.ok(
                "cluster",
                node.cluster(),
                "members",
                List.of(
                        Frames.object(
                                "node", node.node(),
                                "cluster", node.cluster(),
                                "version", node.version(),
                                "state", "ALIVE",
                                "self", true)));
    }

    private static void catalog(Session session, Fields fields, Answer answer) {
        String kind = fields.text("kind", "");
        if (!kind.isEmpty() && !KINDS.contains(kind)) {
            throw fields.wrong("kind", "'" + Fields.shortened(kind) + "' is none of " + KINDS);
        }
        List<Map<String, Object>> entries = new ArrayList<>();
        if (kind.isEmpty() || kind.equals("function")) {
            session.client()
                    .rpc()
                    .functions("#")
                    .forEach(
                            function ->
                                    entries.add(
                                            entry(
                                                    session,
                                                    "function",
                                                    function.name(),
                                                    function.version())));
        }
        if (kind.isEmpty() || kind.equals("queue")) {
            session.client().queues().list().forEach(q -> entries.add(entry(session, "queue", q)));
        }
        if (kind.isEmpty() || kind.equals("region")) {
            new TreeSet<>(session.client().regions())
                    .forEach(region -> entries.add(entry(session, "region", region)));
        }
        answer.ok("entries", entries);
    }

    private static Map<String, Object> entry(Session session, String kind, String name) {
        return Frames.object(
                "kind",
                kind,
                "name",
                name,
                "node",
                session.host().node().node(),
                "cluster",
                session.host().node().cluster());
    }

    private static Map<String, Object> entry(
            Session session, String kind, String name, String version) {
        Map<String, Object> entry = entry(session, kind, name);
        entry.put("version", version);
        return entry;
    }

    private static void federation(Session session, Fields fields, Answer answer) {
        answer.ok(
                "cluster", session.host().node().cluster(),
                "enabled", false,
                "links", List.of());
    }
}
