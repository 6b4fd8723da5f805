package io.mpreg.wire.rpc;

import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.ExecutionSummary;
import io.mpreg.api.rpc.LevelResult;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.wire.Fields;
import io.mpreg.wire.Payloads;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A result as a JSON object, the fields of the answer to {@code rpc.call}. A value that is not
 * among {@code results}, because others depend on its command, stands in the command's outcome.
 *
 * <p><b>Threads.</b> As safe as its codec.
 */
public final class ResultForm {

    private final ValueCodec codec;

    /**
     * @param codec reads the values of results that are read
     */
    public ResultForm(ValueCodec codec) {
        this.codec = codec;
    }

    /** The object of a result. */
    public static Map<String, @Nullable Object> of(RpcResult result) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("requestId", result.requestId());
        object.put("correlationId", result.correlationId());
        object.put("results", values(result.results()));
        Map<String, @Nullable Object> outcomes = new LinkedHashMap<>();
        result.outcomes()
                .forEach(
                        (name, outcome) ->
                                outcomes.put(
                                        name,
                                        outcome(outcome, !result.results().containsKey(name))));
        object.put("outcomes", outcomes);
        object.put("successRate", result.successRate());
        if (!result.intermediate().isEmpty()) {
            object.put("intermediate", result.intermediate().stream().map(ResultForm::of).toList());
        }
        result.summary().ifPresent(summary -> object.put("summary", of(summary)));
        return object;
    }

    private static Map<String, @Nullable Object> values(Map<String, Value> values) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        values.forEach((name, value) -> object.put(name, Payloads.toFrame(value.payload())));
        return object;
    }

    private static Map<String, @Nullable Object> outcome(CommandOutcome outcome, boolean inner) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("status", outcome.status().name());
        object.put("level", outcome.level());
        object.put("node", outcome.node());
        object.put("durationMs", Math.round(outcome.durationMs()));
        object.put("waitedMs", Math.round(outcome.waitedMs()));
        object.put("attempt", outcome.attempt());
        outcome.error()
                .ifPresent(
                        error ->
                                object.put(
                                        "error",
                                        Map.of("code", error.code(), "message", error.message())));
        outcome.skippedBecause().ifPresent(command -> object.put("skippedBecause", command));
        if (inner) {
            outcome.value().ifPresent(v -> object.put("value", Payloads.toFrame(v.payload())));
        }
        return object;
    }

    /** The object of what a level yielded. */
    public static Map<String, @Nullable Object> of(LevelResult level) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("level", level.level());
        object.put("results", values(level.results()));
        object.put("accumulated", values(level.accumulated()));
        object.put("completedLevels", level.completedLevels());
        object.put("totalLevels", level.totalLevels());
        object.put("progress", level.progress());
        object.put("elapsedMs", Math.round(level.elapsedMs()));
        return object;
    }

    private static Map<String, @Nullable Object> of(ExecutionSummary summary) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("totalMs", Math.round(summary.totalMs()));
        object.put("levels", summary.levels());
        object.put("levelMs", summary.levelMs().stream().map(Math::round).toList());
        object.put("bottleneckLevel", summary.bottleneckLevel());
        object.put("averageLevelMs", Math.round(summary.averageLevelMs()));
        object.put("maxParallel", summary.maxParallel());
        object.put("nodes", summary.nodes());
        object.put("crossClusterHops", summary.crossClusterHops());
        return object;
    }

    /** The result of an object. */
    public RpcResult result(Fields object) {
        Map<String, Value> results = values(object.object("results"));
        Map<String, CommandOutcome> outcomes = new LinkedHashMap<>();
        object.object("outcomes")
                .each(Fields::of)
                .forEach((name, fields) -> outcomes.put(name, outcome(fields, results.get(name))));
        return new RpcResult(
                object.text("requestId"),
                object.text("correlationId", ""),
                results,
                outcomes,
                object.number("successRate"),
                object.objects("intermediate").stream().map(this::level).toList(),
                object.has("summary")
                        ? Optional.of(summary(object.object("summary")))
                        : Optional.empty());
    }

    private Map<String, Value> values(Fields object) {
        return object.each(tree -> new Value(Payloads.fromFrame(tree), codec));
    }

    private CommandOutcome outcome(Fields object, @Nullable Value result) {
        CommandStatus status = object.choice("status", CommandStatus.class, CommandStatus.FAILED);
        Value value =
                object.fields().containsKey("value")
                        ? new Value(object.payload("value"), codec)
                        : result;
        Fields error = object.object("error");
        return new CommandOutcome(
                status,
                status == CommandStatus.SUCCEEDED ? Optional.ofNullable(value) : Optional.empty(),
                object.has("error")
                        ? Optional.of(
                                new CommandOutcome.Error(
                                        error.text("code", ""), error.text("message", "")))
                        : Optional.empty(),
                object.optionalText("skippedBecause"),
                object.integer("level"),
                object.text("node", ""),
                object.integer("attempt"),
                object.number("durationMs"),
                object.number("waitedMs"));
    }

    private LevelResult level(Fields object) {
        return new LevelResult(
                object.integer("level"),
                values(object.object("results")),
                values(object.object("accumulated")),
                object.integer("completedLevels"),
                object.integer("totalLevels"),
                object.number("progress"),
                object.number("elapsedMs"));
    }

    private static ExecutionSummary summary(Fields object) {
        return new ExecutionSummary(
                object.number("totalMs"),
                object.integer("levels"),
                object.items("levelMs").stream()
                        .map(ms -> ms instanceof Number n ? n.doubleValue() : 0.0)
                        .toList(),
                object.integer("bottleneckLevel"),
                object.number("averageLevelMs"),
                object.integer("maxParallel"),
                object.texts("nodes"),
                object.integer("crossClusterHops"));
    }
}
