package io.mpreg.engine.rpc;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.rpc.LevelResult;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.Taxonomy;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicTemplate;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.rpc.ResultForm;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Publishes the course of one request on its topics, where somebody listens. */
final class TopicEvents {

    private final Host host;
    private final Identity identity;

    TopicEvents(Host host, Identity identity) {
        this.host = host;
        this.identity = identity;
    }

    void commandStarted(Run run) {
        TopicName topic = Taxonomy.RPC_COMMAND_STARTED.topic(id(run));
        if (isHeard(topic)) {
            publish(topic, command(run));
        }
    }

    void commandProgressed(Run run, double percent, String step) {
        TopicName topic = Taxonomy.RPC_COMMAND_PROGRESS.topic(id(run));
        if (isHeard(topic)) {
            Map<String, Object> body = command(run);
            body.put("percent", percent);
            body.put("step", step);
            publish(topic, body);
        }
    }

    void commandEnded(Run run, Outcome outcome) {
        TopicTemplate.One template =
                outcome.succeeded() ? Taxonomy.RPC_COMMAND_COMPLETED : Taxonomy.RPC_COMMAND_FAILED;
        TopicName topic = template.topic(id(run));
        if (!isHeard(topic)) {
            return;
        }
        Map<String, Object> body = command(run);
        body.put("status", outcome.status().name());
        outcome.value().ifPresent(value -> body.put("result", Trees.leaf(value)));
        outcome.skippedBecause().ifPresent(other -> body.put("skippedBecause", other));
        outcome.error()
                .ifPresent(
                        error ->
                                body.put(
                                        "error",
                                        Map.of(
                                                "code", error.code(),
                                                "message", error.message())));
        publish(topic, body);
    }

    void levelStarted(int level) {
        TopicName topic = Taxonomy.RPC_LEVEL_STARTED.topic(Integer.toString(level));
        if (isHeard(topic)) {
            publish(topic, level(level));
        }
    }

    private Map<String, @Nullable Object> level(int level) {
        Map<String, @Nullable Object> body = new LinkedHashMap<>();
        body.put("requestId", identity.requestId());
        body.put("level", level);
        return body;
    }

    void levelCompleted(int level, Optional<LevelResult> result) {
        TopicName topic = Taxonomy.RPC_LEVEL_COMPLETED.topic(Integer.toString(level));
        if (isHeard(topic)) {
            Map<String, @Nullable Object> body = level(level);
            result.ifPresent(yielded -> body.putAll(ResultForm.of(yielded)));
            publish(topic, body);
        }
    }

    void resolved(String from, String to) {
        TopicName topic = Taxonomy.RPC_DEPENDENCY_RESOLVED.topic(from, to);
        if (isHeard(topic)) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("requestId", identity.requestId());
            body.put("from", from);
            body.put("to", to);
            publish(topic, body);
        }
    }

    /** How a command is called in topics. */
    private String id(Run run) {
        return identity.requestId() + ":" + run.step.name();
    }

    private Map<String, Object> command(Run run) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("requestId", identity.requestId());
        body.put("command", run.step.name());
        body.put("function", run.step.need().function());
        body.put("node", run.node());
        return body;
    }

    private boolean isHeard(TopicName topic) {
        return host.router().reachesAnyone(topic, MessageKind.CONTROL);
    }

    private void publish(TopicName topic, Map<String, ? extends @Nullable Object> body) {
        host.router()
                .dispatch(
                        new UnifiedMessage(
                                host.ulids().next(),
                                topic,
                                MessageKind.CONTROL,
                                Guarantee.FIRE_AND_FORGET,
                                Priority.NORMAL,
                                Payload.json(Json.write(body)),
                                Headers.of(Headers.CORRELATION_ID, identity.correlationId()),
                                Provenance.local(MpregSystem.RPC, host.node().cluster()),
                                host.platform().clock().millis(),
                                UnifiedMessage.NO_DEADLINE));
    }
}
