package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import io.mpreg.engine.gate.ClientContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of an operation on a data structure, as trees by name. */
final class Arguments {

    private final String operation;
    private final Map<String, @Nullable Object> values;

    private Arguments(String operation, Map<String, @Nullable Object> values) {
        this.operation = operation;
        this.values = values;
    }

    static Arguments encode(String operation, Map<String, ?> given, ClientContext context) {
        Map<String, @Nullable Object> trees = new HashMap<>();
        given.forEach((name, value) -> trees.put(name, Trees.tree(context.encode(value))));
        return new Arguments(operation, trees);
    }

    /** The value of an argument, which may be null but must be there. */
    @Nullable Object value(String name) {
        if (!values.containsKey(name)) {
            throw MpregRequestException.field(
                    name, "operation '" + operation + "' needs it and it is missing");
        }
        return values.get(name);
    }

    /** The value of an argument, or of {@code value} if only that is there. */
    @Nullable Object valueOf(String name) {
        return value(values.containsKey(name) || !values.containsKey("value") ? name : "value");
    }

    String text(String name) {
        if (valueOf(name) instanceof String text) {
            return text;
        }
        throw MpregRequestException.field(name, "it must be a string");
    }

    Number number(String name) {
        if (valueOf(name) instanceof Number number) {
            return number;
        }
        throw MpregRequestException.field(name, "it must be a number");
    }

    Number number(String name, long otherwise) {
        boolean there = values.get(name) != null || values.get("value") != null;
        return there ? number(name) : otherwise;
    }

    /** A whole number, which must be there. */
    int index(String name) {
        return whole(name, value(name));
    }

    int index(String name, int otherwise) {
        Object value = values.get(name);
        return value == null ? otherwise : whole(name, value);
    }

    private static int whole(String name, @Nullable Object value) {
        if (value instanceof Long number
                && number >= Integer.MIN_VALUE
                && number <= Integer.MAX_VALUE) {
            return number.intValue();
        }
        throw MpregRequestException.field(name, "it must be a whole number");
    }
}
