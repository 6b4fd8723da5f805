package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.rpc.Ref;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import io.mpreg.wire.json.RawJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes templates of arguments as callers give them: Java values, JSON trees or payloads, with
 * references at any depth.
 */
final class Templates {

    private static final String REF = "$ref";
    private static final String LITERAL = "$lit";

    private final ClientContext caller;

    Templates(ClientContext caller) {
        this.caller = caller;
    }

    /**
     * The template of one argument.
     *
     * @param command the command it belongs to, for errors
     * @param place where in the command it stands, such as {@code args[0]}
     */
    Template of(String command, String place, @Nullable Object value) {
        Template template = template(command, place, value, 0);
        if (template instanceof Template.Constant constant) {
            caller.gate().admitPayload(constant.payload());
        }
        return template;
    }

    private Template template(String command, String place, @Nullable Object value, int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw MpregRequestException.field(
                    place, "in command '" + command + "' is nested too deep");
        }
        if (isPlain(value)) {
            return new Template.Constant(Trees.payload(value));
        }
        if (value instanceof Ref ref) {
            return reference(command, place, ref.path());
        }
        if (value instanceof RawJson raw) {
            return json(command, place, raw.utf8(), depth);
        }
        if (value instanceof Value carried) {
            return new Template.Constant(carried.payload());
        }
        if (value instanceof Payload payload) {
            return new Template.Constant(payload);
        }
        if (value instanceof Map<?, ?> map
                && map.keySet().stream().allMatch(String.class::isInstance)) {
            return object(command, place, map, depth);
        }
        if (value instanceof Collection<?> items) {
            return list(command, place, items, depth);
        }
        if (value instanceof Object[] array) {
            return list(command, place, Arrays.asList(array), depth);
        }
        return payload(command, place, caller.encode(value), depth);
    }

    private static boolean isPlain(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof BigDecimal
                || value instanceof BigInteger
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Float;
    }

    private Template payload(String command, String place, Payload payload, int depth) {
        return payload.isJson()
                ? json(command, place, payload.bytes(), depth)
                : new Template.Constant(payload);
    }

    private Template json(String command, String place, byte[] utf8, int depth) {
        if (!Trees.maySignify(utf8)) {
            return new Template.Constant(Payload.json(utf8));
        }
        try {
            return template(command, place, Json.parse(utf8), depth + 1);
        } catch (JsonException e) {
            throw MpregException.of(
                    ErrorCode.BAD_REQUEST,
                    place + " of command '" + command + "': " + e.getMessage(),
                    Map.of("field", place, "reason", String.valueOf(e.getMessage())),
                    e);
        }
    }

    private Template list(String command, String place, Collection<?> values, int depth) {
        List<Template> items = new ArrayList<>(values.size());
        boolean constant = true;
        int index = 0;
        for (Object value : values) {
            Template item = template(command, place + "[" + index++ + "]", value, depth + 1);
            constant &= item instanceof Template.Constant;
            items.add(item);
        }
        Template template = new Template.Items(items);
        return constant ? settled(template) : template;
    }

    private Template object(String command, String place, Map<?, ?> map, int depth) {
        if (map.size() == 1 && map.containsKey(LITERAL)) {
            return new Template.Constant(literal(map.get(LITERAL)));
        }
        if (map.size() == 1 && map.containsKey(REF)) {
            Object target = map.get(REF);
            if (target instanceof Ref ref) {
                return reference(command, place, ref.path());
            }
            if (!(target instanceof String path)) {
                throw Graphs.broken(
                        command, place, "the target of a $ref must be text; quote with $lit");
            }
            return reference(command, place, path);
        }
        Payload foreign = Trees.foreign(map);
        if (foreign != null) {
            return new Template.Constant(foreign);
        }
        Map<String, Template> fields = new LinkedHashMap<>();
        boolean constant = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            String name = (String) entry.getKey();
            Template field = template(command, place + "." + name, entry.getValue(), depth + 1);
            constant &= field instanceof Template.Constant;
            fields.put(name, field);
        }
        Template template = new Template.Fields(fields);
        return constant ? settled(template) : template;
    }

    private Payload literal(@Nullable Object value) {
        return value instanceof RawJson || isPlain(value)
                ? Trees.payload(value)
                : caller.encode(value);
    }

    private static Template reference(String command, String place, String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            end++;
        }
        if (end == 0) {
            throw Graphs.broken(command, place, "the reference '" + text + "' names no command");
        }
        try {
            return new Template.Reference(
                    text.substring(0, end), Path.parse(text.substring(end)), place);
        } catch (Path.Malformed e) {
            throw Graphs.broken(
                    command, place, "the reference '" + text + "' is malformed: " + e.getMessage());
        }
    }

    private static Template settled(Template constant) {
        try {
            return new Template.Constant(
                    constant.fill(
                            name -> {
                                throw new IllegalStateException(name);
                            }));
        } catch (Template.Unresolvable e) {
            throw new IllegalStateException("a template without references", e);
        }
    }
}
