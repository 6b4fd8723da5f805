package io.mpreg.wire.rpc;

import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.api.rpc.EventDependency.Condition;
import io.mpreg.api.rpc.EventDependency.Operator;
import io.mpreg.api.rpc.EventDependency.Strategy;
import io.mpreg.api.rpc.EventDependency.Type;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.wire.Fields;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.bin.CallForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as a JSON object, the fields of {@code rpc.call}.
 *
 * <p><b>Threads.</b> As safe as its codec.
 */
public final class RequestForm {

    private final ValueCodec codec;
    private final Arguments arguments;

    /**
     * @param codec encodes the arguments
     */
    public RequestForm(ValueCodec codec) {
        this.codec = codec;
        this.arguments = new Arguments(codec);
    }

    /** The object of a request; what has its default is left out. */
    public Map<String, @Nullable Object> of(RpcRequest request) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("commands", commands(request.commands()));
        request.requestId().ifPresent(id -> object.put("requestId", id));
        request.correlationId().ifPresent(id -> object.put("correlationId", id));
        request.timeout().ifPresent(time -> object.put("timeoutMs", time.toMillis()));
        flag(object, "intermediate", request.intermediate());
        flag(object, "summary", request.summary());
        flag(object, "progress", request.progress());
        flag(object, "cacheable", request.cacheable());
        if (request.delivery() != Guarantee.FIRE_AND_FORGET) {
            object.put("delivery", request.delivery().name());
        }
        return object;
    }

    /**
     * The compact form of a request, which one has that consists of one command without references,
     * and says nothing but how long it may take and what it belongs to.
     */
    public Optional<CallForm.Call> compact(RpcRequest request) {
        boolean plain =
                request.commands().size() == 1
                        && request.requestId().isEmpty()
                        && !request.intermediate()
                        && !request.summary()
                        && !request.progress()
                        && !request.cacheable()
                        && request.delivery() == Guarantee.FIRE_AND_FORGET;
        if (!plain) {
            return Optional.empty();
        }
        Command command = request.commands().get(0);
        boolean simple =
                command.resources().isEmpty()
                        && command.version().isEmpty()
                        && command.functionId().isEmpty()
                        && command.targetCluster().isEmpty()
                        && command.timeout().isEmpty()
                        && command.after().isEmpty()
                        && !Arguments.refer(command.args())
                        && !Arguments.refer(command.kwargs().values());
        return simple
                ? Optional.of(
                        new CallForm.Call(
                                command.name(),
                                command.function(),
                                arguments.values(command.args()),
                                arguments.values(command.kwargs()),
                                request.timeout(),
                                request.correlationId()))
                : Optional.empty();
    }

    private static void flag(Map<String, @Nullable Object> object, String name, boolean value) {
        if (value) {
            object.put(name, true);
        }
    }

    /** The objects of commands. */
    public List<Map<String, @Nullable Object>> commands(List<Command> commands) {
        return commands.stream().map(this::command).toList();
    }

    private Map<String, @Nullable Object> command(Command command) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("name", command.name());
        object.put("function", command.function());
        if (!command.args().isEmpty()) {
            object.put("args", arguments.all(command.args()));
        }
        if (!command.kwargs().isEmpty()) {
            object.put("kwargs", arguments.all(command.kwargs()));
        }
        if (!command.resources().isEmpty()) {
            object.put("resources", List.copyOf(command.resources()));
        }
        if (!command.version().isEmpty()) {
            object.put("version", command.version());
        }
        command.functionId().ifPresent(id -> object.put("functionId", id));
        command.targetCluster().ifPresent(cluster -> object.put("targetCluster", cluster));
        command.timeout().ifPresent(time -> object.put("timeoutMs", time.toMillis()));
        if (!command.after().isEmpty()) {
            object.put("after", command.after().stream().map(this::event).toList());
        }
        return object;
    }

    private Map<String, @Nullable Object> event(EventDependency event) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("dependency", event.name());
        object.put("type", event.type().name());
        object.put("pattern", event.pattern());
        if (!event.filter().isEmpty()) {
            object.put("filter", event.filter());
        }
        if (!event.field().isEmpty()) {
            object.put("field", event.field());
        }
        object.put("strategy", event.strategy().name());
        event.condition().ifPresent(condition -> object.put("condition", condition(condition)));
        if (!event.delay().isZero()) {
            object.put("delayMs", event.delay().toMillis());
        }
        if (event.strategy() == Strategy.BATCH) {
            object.put(
                    "batch",
                    Map.of("count", event.batchCount(), "withinMs", event.batchTime().toMillis()));
        }
        event.timeout().ifPresent(time -> object.put("timeoutMs", time.toMillis()));
        object.put("required", event.required());
        if (!event.required()) {
            object.put("default", value(event.defaultValue()));
        }
        return object;
    }

    private Map<String, @Nullable Object> condition(Condition condition) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        if (!condition.field().isEmpty()) {
            object.put("field", condition.field());
        }
        object.put(
                condition.operator().name().toLowerCase(Locale.ROOT), value(condition.operand()));
        return object;
    }

    private @Nullable Object value(@Nullable Object value) {
        return value == null ? null : Payloads.toFrame(codec.encode(value));
    }

    /** The request of an object as {@link #of} makes it; its arguments are JSON trees. */
    public static RpcRequest request(Fields object) {
        return new RpcRequest(
                object.objects("commands").stream().map(RequestForm::command).toList(),
                object.optionalText("requestId"),
                object.optionalText("correlationId"),
                object.optionalMillis("timeoutMs"),
                object.flag("intermediate"),
                object.flag("summary"),
                object.flag("progress"),
                object.choice("delivery", Guarantee.class, Guarantee.FIRE_AND_FORGET),
                object.flag("cacheable"));
    }

    private static Command command(Fields object) {
        return new Command(
                object.text("name"),
                object.text("function"),
                new ArrayList<>(object.items("args")),
                object.object("kwargs").each(value -> value),
                Set.copyOf(object.texts("resources")),
                object.text("version", ""),
                object.optionalText("functionId"),
                object.optionalText("targetCluster"),
                object.optionalMillis("timeoutMs"),
                object.objects("after").stream().map(RequestForm::event).toList());
    }

    private static EventDependency event(Fields object) {
        Fields batch = object.object("batch");
        Optional<Condition> condition =
                object.has("condition")
                        ? Optional.of(condition(object.object("condition")))
                        : Optional.empty();
        return new EventDependency(
                object.text("dependency"),
                object.choice("type", Type.class)
                        .orElseThrow(() -> MpregRequestException.field("type", "it is missing")),
                object.text("pattern"),
                object.object("filter").texts(),
                object.text("field", ""),
                object.choice("strategy", Strategy.class, Strategy.IMMEDIATE),
                condition,
                object.millis("delayMs"),
                batch.integer("count"),
                batch.millis("withinMs"),
                object.optionalMillis("timeoutMs"),
                object.flag("required", true),
                object.fields().get("default"));
    }

    private static Condition condition(Fields object) {
        for (Operator operator : Operator.values()) {
            String name = operator.name().toLowerCase(Locale.ROOT);
            if (object.fields().containsKey(name)) {
                return new Condition(object.text("field", ""), operator, object.fields().get(name));
            }
        }
        throw MpregRequestException.field(
                "condition", "it needs one of equals, exists, greater and less");
    }
}
