package io.mpreg.client;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.api.rpc.ExecutionSummary;
import io.mpreg.api.rpc.LevelResult;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.wire.Payloads;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests of commands to frames, and their results back. */
final class RpcFrames {

    private final ValueCodec codec;
    private final Arguments arguments;

    RpcFrames(ValueCodec codec) {
        this.codec = codec;
        this.arguments = new Arguments(codec);
    }

    Request call(RpcRequest request) {
        Request frame =
                Request.op("rpc.call")
                        .with("commands", commands(request))
                        .with("requestId", request.requestId())
                        .with("correlationId", request.correlationId())
                        .millis("timeoutMs", request.timeout())
                        .flag("intermediate", request.intermediate())
                        .flag("summary", request.summary())
                        .flag("progress", request.progress());
        return request.delivery() == Guarantee.FIRE_AND_FORGET
                ? frame
                : frame.with("delivery", request.delivery().name());
    }

    List<Map<String, @Nullable Object>> commands(RpcRequest request) {
        return request.commands().stream().map(this::command).toList();
    }

    private Map<String, @Nullable Object> command(Command command) {
        return Request.object()
                .with("name", command.name())
                .with("function", command.function())
                .unlessEmpty("args", arguments.all(command.args()))
                .unlessEmpty("kwargs", arguments.all(command.kwargs()))
                .unlessEmpty("resources", command.resources())
                .unlessEmpty("version", command.version())
                .with("functionId", command.functionId())
                .with("targetCluster", command.targetCluster())
                .millis("timeoutMs", command.timeout())
                .unlessEmpty("after", command.after().stream().map(this::event).toList())
                .fields();
    }

    private Map<String, @Nullable Object> event(EventDependency event) {
        Request frame =
                Request.object()
                        .with("dependency", event.name())
                        .with("type", event.type().name())
                        .with("pattern", event.pattern())
                        .unlessEmpty("filter", event.filter())
                        .unlessEmpty("field", event.field())
                        .with("strategy", event.strategy().name())
                        .millis("delayMs", event.delay())
                        .millis("timeoutMs", event.timeout())
                        .with("required", event.required());
        event.condition().ifPresent(condition -> frame.with("condition", condition(condition)));
        Request batch = Request.object().millis("withinMs", event.batchTime());
        if (event.batchCount() > 0) {
            batch.with("count", event.batchCount());
        }
        frame.unlessEmpty("batch", batch.fields());
        if (!event.required()) {
            frame.with("default", value(event.defaultValue()));
        }
        return frame.fields();
    }

    private Map<String, @Nullable Object> condition(EventDependency.Condition condition) {
        return Request.object()
                .unlessEmpty("field", condition.field())
                .with(
                        condition.operator().name().toLowerCase(Locale.ROOT),
                        value(condition.operand()))
                .fields();
    }

    private @Nullable Object value(@Nullable Object value) {
        return Payloads.toFrame(codec.encode(value));
    }

    RpcResult result(Reply reply) {
        Map<String, Value> results = values(reply.object("results"));
        Map<String, CommandOutcome> outcomes = new LinkedHashMap<>();
        reply.object("outcomes")
                .each(Reply::of)
                .forEach((name, frame) -> outcomes.put(name, outcome(frame, results.get(name))));
        return new RpcResult(
                reply.text("requestId"),
                reply.text("correlationId", ""),
                results,
                outcomes,
                reply.number("successRate"),
                reply.objects("intermediate").stream().map(this::level).toList(),
                reply.has("summary")
                        ? Optional.of(summary(reply.object("summary")))
                        : Optional.empty());
    }

    private Map<String, Value> values(Reply object) {
        return object.each(tree -> new Value(Payloads.fromFrame(tree), codec));
    }

    private CommandOutcome outcome(Reply frame, @Nullable Value result) {
        CommandStatus status = frame.choice("status", CommandStatus.class, CommandStatus.FAILED);
        Value value =
                frame.fields().containsKey("value")
                        ? new Value(frame.payload("value"), codec)
                        : result;
        Reply error = frame.object("error");
        return new CommandOutcome(
                status,
                status == CommandStatus.SUCCEEDED ? Optional.ofNullable(value) : Optional.empty(),
                frame.has("error")
                        ? Optional.of(
                                new CommandOutcome.Error(
                                        error.text("code", ""), error.text("message", "")))
                        : Optional.empty(),
                frame.optionalText("skippedBecause"),
                frame.integer("level"),
                frame.text("node", ""),
                frame.integer("attempt"),
                frame.number("durationMs"),
                frame.number("waitedMs"));
    }

    private LevelResult level(Reply frame) {
        return new LevelResult(
                frame.integer("level"),
                values(frame.object("results")),
                values(frame.object("accumulated")),
                frame.integer("completedLevels"),
                frame.integer("totalLevels"),
                frame.number("progress"),
                frame.number("elapsedMs"));
    }

    private static ExecutionSummary summary(Reply frame) {
        return new ExecutionSummary(
                frame.number("totalMs"),
                frame.integer("levels"),
                frame.items("levelMs").stream()
                        .map(ms -> ms instanceof Number n ? n.doubleValue() : 0.0)
                        .toList(),
                frame.integer("bottleneckLevel"),
                frame.number("averageLevelMs"),
                frame.integer("maxParallel"),
                frame.texts("nodes"),
                frame.integer("crossClusterHops"));
    }
}
