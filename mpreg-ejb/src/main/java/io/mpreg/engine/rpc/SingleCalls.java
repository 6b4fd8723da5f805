package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import io.mpreg.api.rpc.Command;
import io.mpreg.engine.gate.ClientContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What single calls are made of. What functions need is worked out once for those that are called
 * by their names alone.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class SingleCalls {

    private static final int REMEMBERED = 1_000;

    private final Map<String, Step.Need> needs = new ConcurrentHashMap<>();

    /**
     * The command of a single call.
     *
     * @throws io.mpreg.api.MpregRequestException if it is none
     */
    Step step(Command command) {
        Graphs.check(command);
        return new Step(
                0, command, need(command), List.of(), Map.of(), List.of(), List.of(), List.of(), 0);
    }

    private Step.Need need(Command command) {
        boolean plain =
                command.version().isEmpty()
                        && command.resources().isEmpty()
                        && command.functionId().isEmpty()
                        && command.targetCluster().isEmpty();
        if (!plain) {
            return Graphs.need(command);
        }
        Step.Need known = needs.get(command.function());
        if (known == null) {
            known = Graphs.need(command);
            if (needs.size() < REMEMBERED) {
                needs.put(command.function(), known);
            }
        }
        return known;
    }

    /** A command's arguments; empty if there are references among them. */
    static Optional<Arguments> arguments(Command command, ClientContext caller) {
        Templates templates = new Templates(caller);
        List<Payload> args = new ArrayList<>(command.args().size());
        for (int i = 0; i < command.args().size(); i++) {
            Payload value = value(templates, caller, command, i, null, command.args().get(i));
            if (value == null) {
                return Optional.empty();
            }
            args.add(value);
        }
        if (command.kwargs().isEmpty()) {
            return Optional.of(new Arguments(args, Map.of()));
        }
        Map<String, Payload> kwargs = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable Object> arg : command.kwargs().entrySet()) {
            Payload value = value(templates, caller, command, 0, arg.getKey(), arg.getValue());
            if (value == null) {
                return Optional.empty();
            }
            kwargs.put(arg.getKey(), value);
        }
        return Optional.of(new Arguments(args, kwargs));
    }

    /* Null if it refers to something. */
    private static @Nullable Payload value(
            Templates templates,
            ClientContext caller,
            Command command,
            int index,
            @Nullable String name,
            @Nullable Object value) {
        if (value instanceof Payload ready) {
            caller.gate().admitPayload(ready);
            return ready;
        }
        String place = name == null ? "args[" + index + "]" : "kwargs." + name;
        return templates.of(command.name(), place, value) instanceof Template.Constant constant
                ? constant.payload()
                : null;
    }
}
