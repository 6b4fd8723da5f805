package io.mpreg.engine.session;

import io.mpreg.api.NodeInfo;
import io.mpreg.wire.bin.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Greetings, and signs of life. */
final class GreetingDesk {

    private GreetingDesk() {}

    static void operations(Operations all) {
        all.family(session -> session)
                .swift("hello", GreetingDesk::hello)
                .swift("ping", (session, fields, answer) -> answer.ok())
                .swift("credit", GreetingDesk::credit);
    }

    private static void hello(Session session, Fields fields, Answer answer) {
        fields.optionalText("client");
        if (session.isBinary()) {
            session.features(Set.copyOf(fields.texts("features")), fields.whole("packFrom", 0, 0));
        }
        List<@Nullable Object> reply = new ArrayList<>(Arrays.asList(greeting(session)));
        if (session.isBinary()) {
            reply.add("features");
            reply.add(Feature.ALL);
        }
        answer.ok(reply.toArray());
    }

    private static Object[] greeting(Session session) {
        NodeInfo node = session.host().node();
        SessionSettings settings = session.host().settings();
        return new Object[] {
            "node",
            node.node(),
            "cluster",
            node.cluster(),
            "session",
            session.id(),
            "user",
            session.caller().principal(),
            "roles",
            session.caller().roles().stream().sorted().toList(),
            "version",
            node.version(),
            "limits",
            Frames.object(
                    "payloadBytes", settings.maxPayload(),
                    "frameBytes", settings.maxFrame(),
                    "patternsPerSubscription", settings.maxPatterns(),
                    "openRequests", settings.openRequests()),
            "heartbeatMs",
            settings.heartbeat().toMillis()
        };
    }

    private static void credit(Session session, Fields fields, Answer answer) {
        boolean subscription = fields.has("subscription");
        if (subscription == fields.has("consumer")) {
            throw fields.wrong("subscription", "either it or a consumer must be named");
        }
        int n = fields.whole("n", 1);
        if (subscription) {
            session.desks().topics().credit(fields.text("subscription"), n);
        } else {
            session.desks().consumers().credit(fields.text("consumer"), n);
        }
        answer.ok();
    }
}
