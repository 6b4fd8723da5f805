package io.mpreg.engine.session;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.transport.HealthReading;
import java.util.List;
import java.util.Map;

/** How the connections of the node do, and the breakers that operators open and reset. */
final class LinkDesk {

    private static final int SHOWN = 1000;

    /** What an operator can do to a breaker. */
    private enum Action {
        OPEN,
        RESET
    }

    private LinkDesk() {}

    static void operations(Operations all) {
        all.family(session -> session)
                .slow("transport.breakers", LinkDesk::breakers)
                .swift("transport.breaker", LinkDesk::breaker);
    }

    private static void breakers(Session session, Fields fields, Answer answer) {
        Caller caller = session.caller();
        admit(caller, caller.mayLook(), "mpreg-viewer");
        List<Map<String, Object>> shown =
                session.host().open().stream()
                        .limit(fields.whole("limit", SHOWN, 1))
                        .map(LinkDesk::shown)
                        .toList();
        answer.ok("breakers", shown);
    }

    private static Map<String, Object> shown(Session session) {
        HealthReading health = session.health().read();
        return Frames.object(
                "session", session.id(),
                "client", session.caller().application(),
                "user", session.caller().principal(),
                "breaker", session.health().breaker().mode().name(),
                "forced", session.health().breaker().isForced(),
                "status", health.verdict().name(),
                "score", health.score(),
                "trend", health.trend().name(),
                "operations", health.operations(),
                "successRate", health.successRate(),
                "p95Ms", health.p95Ms(),
                "p99Ms", health.p99Ms());
    }

    private static void breaker(Session session, Fields fields, Answer answer) {
        Caller caller = session.caller();
        admit(caller, caller.mayOperate(), "mpreg-operator");
        String id = fields.text("session");
        Action action = fields.choice("action", Action.class, Action.RESET);
        Session concerned =
                session.host().open().stream()
                        .filter(open -> open.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> MpregRequestException.notFound("session", id));
        concerned.force(action == Action.OPEN);
        answer.ok("session", id, "breaker", concerned.health().breaker().mode().name());
    }

    private static void admit(Caller caller, boolean admitted, String role) {
        if (!admitted) {
            throw MpregException.of(
                    ErrorCode.FORBIDDEN,
                    "user '" + caller.principal() + "' needs role " + role + " for this",
                    Map.of("role", role));
        }
    }
}
