package io.mpreg.api.cdi;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Value;
import io.mpreg.api.rpc.RpcContext;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the arguments of an invocation into those of a method: by position first, the rest by name.
 *
 * @param function the name of the function
 * @param signature the parameters of the method
 */
record Arguments(String function, Signature signature) {

    /** The arguments for the method. */
    @Nullable Object[] of(RpcContext context) {
        @Nullable Object[] values = new Object[signature.method().getParameterCount()];
        java.util.Arrays.fill(values, context);
        List<Value> args = context.args();
        Map<String, Value> kwargs = context.kwargs();
        if (signature.takesAll() && args.isEmpty()) {
            Signature.Payload all = signature.payloads().get(0);
            values[all.position()] = map(all, kwargs);
            return values;
        }
        check(args.size(), kwargs);
        for (int i = 0; i < signature.payloads().size(); i++) {
            Signature.Payload parameter = signature.payloads().get(i);
            Value value = i < args.size() ? args.get(i) : kwargs.get(parameter.name());
            values[parameter.position()] = value(parameter, value);
        }
        return values;
    }

    private void check(int positional, Map<String, Value> kwargs) {
        List<Signature.Payload> parameters = signature.payloads();
        if (positional > parameters.size()) {
            throw wrong(
                    "args",
                    "it takes " + names() + ", but " + positional + " arguments were given");
        }
        List<String> unknown = new ArrayList<>(kwargs.keySet());
        for (int i = 0; i < parameters.size(); i++) {
            String name = parameters.get(i).name();
            if (unknown.remove(name) && i < positional) {
                throw wrong(name, "parameter '" + name + "' was given by position and by name");
            }
        }
        if (!unknown.isEmpty()) {
            throw wrong(
                    unknown.get(0),
                    "it has no parameter '" + unknown.get(0) + "', only " + names());
        }
    }

    private @Nullable Object value(Signature.Payload parameter, @Nullable Value value) {
        boolean optional = Signature.erased(parameter.type()) == Optional.class;
        if (value == null) {
            if (optional) {
                return Optional.empty();
            }
            throw wrong(
                    parameter.name(),
                    "parameter '"
                            + parameter.name()
                            + "' of type "
                            + parameter.type().getTypeName()
                            + " is missing");
        }
        if (!optional) {
            return converted(parameter.name(), value, parameter.type());
        }
        return Optional.ofNullable(
                converted(parameter.name(), value, argument(parameter.type(), 0)));
    }

    private Map<String, @Nullable Object> map(
            Signature.Payload parameter, Map<String, Value> kwargs) {
        Type type = argument(parameter.type(), 1);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        kwargs.forEach((name, value) -> map.put(name, converted(name, value, type)));
        return map;
    }

    private @Nullable Object converted(String name, Value value, Type type) {
        try {
            return value.as(type);
        } catch (MpregException e) {
            throw MpregException.of(
                    e.code(),
                    "function '" + function + "': parameter '" + name + "': " + e.getMessage(),
                    Map.of("field", name, "type", type.getTypeName(), "function", function),
                    e);
        }
    }

    private static Type argument(Type type, int index) {
        return type instanceof ParameterizedType generic
                ? generic.getActualTypeArguments()[index]
                : Object.class;
    }

    private String names() {
        List<String> names =
                signature.payloads().stream()
                        .map(p -> p.name() + " (" + p.type().getTypeName() + ")")
                        .toList();
        return names.isEmpty() ? "no parameters" : String.join(", ", names);
    }

    private MpregException wrong(String field, String reason) {
        return MpregException.of(
                ErrorCode.BAD_REQUEST,
                "function '" + function + "': " + reason,
                Map.of("field", field, "reason", reason, "function", function));
    }
}
