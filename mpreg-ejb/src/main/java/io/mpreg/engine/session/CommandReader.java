package io.mpreg.engine.session;

import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.api.rpc.EventDependency.Condition;
import io.mpreg.api.rpc.EventDependency.Operator;
import io.mpreg.api.rpc.EventDependency.Strategy;
import io.mpreg.engine.topic.TopicPattern;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import io.mpreg.wire.json.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the commands of a request. Their arguments are passed on as the bytes they came as. */
final class CommandReader {

    private static final Set<String> RAW = Set.of("args", "kwargs");

    private CommandReader() {}

    static List<Command> commands(Fields request) {
        RawJson raw =
                request.raw("commands").orElseThrow(() -> request.wrong("commands", "is missing"));
        Object tree;
        try {
            tree = Json.parse(raw.utf8(), RAW);
        } catch (JsonException e) {
            throw request.wrong("commands", String.valueOf(e.getMessage()));
        }
        if (!(tree instanceof List<?> list)) {
            throw request.wrong("commands", "it must be a list of objects");
        }
        List<Command> commands = new ArrayList<>(list.size());
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> map)) {
                throw request.wrong("commands", "it must be a list of objects");
            }
            commands.add(command(new Fields("commands[" + commands.size() + "].", map)));
        }
        return commands;
    }

    private static Command command(Fields fields) {
        return new Command(
                fields.text("name"),
                fields.text("function"),
                args(fields),
                kwargs(fields),
                Set.copyOf(fields.texts("resources")),
                fields.text("version", ""),
                fields.optionalText("functionId"),
                fields.optionalText("targetCluster"),
                fields.limit("timeoutMs"),
                fields.objects("after").stream().map(CommandReader::event).toList());
    }

    private static List<@Nullable Object> args(Fields fields) {
        Optional<RawJson> raw = fields.raw("args");
        if (raw.isEmpty()) {
            return List.of();
        }
        try {
            return new ArrayList<>(Json.items(raw.get()));
        } catch (JsonException e) {
            throw fields.wrong("args", "it must be a list");
        }
    }

    private static Map<String, @Nullable Object> kwargs(Fields fields) {
        Optional<RawJson> raw = fields.raw("kwargs");
        if (raw.isEmpty()) {
            return Map.of();
        }
        try {
            return new LinkedHashMap<>(Json.fields(raw.get()));
        } catch (JsonException e) {
            throw fields.wrong("kwargs", "it must be an object");
        }
    }

    private static EventDependency event(Fields fields) {
        String pattern = fields.text("pattern");
        fields.in("pattern", () -> TopicPattern.of(pattern));
        Optional<Fields> batch = fields.object("batch");
        return new EventDependency(
                fields.text("dependency"),
                fields.choice("type", EventDependency.Type.class)
                        .orElseThrow(() -> fields.wrong("type", "it is missing")),
                pattern,
                fields.strings("filter"),
                fields.text("field", ""),
                strategy(fields),
                fields.object("condition").map(CommandReader::condition),
                fields.millis("delayMs", Duration.ZERO),
                batch.map(some -> some.whole("count", 0, 0)).orElse(0),
                batch.flatMap(some -> some.millis("withinMs")).orElse(Duration.ZERO),
                fields.limit("timeoutMs"),
                fields.flag("required", true),
                fields.values().get("default"));
    }

    /* What is given beside it tells the strategy as well. */
    private static Strategy strategy(Fields fields) {
        Optional<Strategy> given = fields.choice("strategy", Strategy.class);
        if (given.isPresent()) {
            return given.get();
        }
        if (fields.has("condition")) {
            return Strategy.CONDITIONAL;
        }
        if (fields.has("batch")) {
            return Strategy.BATCH;
        }
        return fields.has("delayMs") ? Strategy.DELAYED : Strategy.IMMEDIATE;
    }

    private static Condition condition(Fields fields) {
        for (Operator operator : Operator.values()) {
            String name = operator.name().toLowerCase(Locale.ROOT);
            if (fields.values().containsKey(name)) {
                return new Condition(fields.text("field", ""), operator, fields.values().get(name));
            }
        }
        throw fields.wrong("equals", "one of equals, exists, greater, less is needed");
    }
}
