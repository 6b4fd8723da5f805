package io.mpreg.wire.rpc;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.Ref;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arguments of calls as they stand in frames, with references at any depth. */
final class Arguments {

    private static final String REF = "$ref";
    private static final String LITERAL = "$lit";

    private final ValueCodec codec;

    Arguments(ValueCodec codec) {
        this.codec = codec;
    }

    List<@Nullable Object> all(Iterable<?> values) {
        List<@Nullable Object> all = new ArrayList<>();
        values.forEach(value -> all.add(one(value, 0)));
        return all;
    }

    Map<String, @Nullable Object> all(Map<String, ?> values) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        values.forEach((name, value) -> all.put(name, one(value, 0)));
        return all;
    }

    /** Whether there is a reference among some values, at any depth. */
    static boolean refer(Iterable<?> values) {
        for (Object value : values) {
            if (refers(value, 0)) {
                return true;
            }
        }
        return false;
    }

    private static boolean refers(@Nullable Object value, int depth) {
        if (value instanceof Ref || depth > Json.MAX_DEPTH) {
            return true;
        }
        if (value instanceof Map<?, ?> map) {
            for (Object item : map.values()) {
                if (refers(item, depth + 1)) {
                    return true;
                }
            }
            return false;
        }
        Iterable<?> items =
                value instanceof Iterable<?> iterable
                        ? iterable
                        : value instanceof Object[] array ? Arrays.asList(array) : List.of();
        for (Object item : items) {
            if (refers(item, depth + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Values without references, each encoded. */
    List<Payload> values(List<?> values) {
        List<Payload> payloads = new ArrayList<>(values.size());
        for (Object value : values) {
            payloads.add(value(value));
        }
        return payloads;
    }

    /** Named values without references, each encoded. */
    Map<String, Payload> values(Map<String, ?> values) {
        if (values.isEmpty()) {
            return Map.of();
        }
        Map<String, Payload> payloads = new LinkedHashMap<>();
        values.forEach((name, value) -> payloads.put(name, value(value)));
        return payloads;
    }

    private Payload value(@Nullable Object value) {
        if (value instanceof Payload payload) {
            return payload;
        }
        if (value instanceof Value carried) {
            return carried.payload();
        }
        if (value == null || value instanceof String || value instanceof Boolean) {
            return Payload.json(Json.write(value));
        }
        boolean compound =
                isObject(value) || value instanceof Iterable || value instanceof Object[];
        return compound ? Payload.json(Json.write(tree(value))) : codec.encode(value);
    }

    /* Nothing in a value is a reference, so nothing has to be quoted. */
    private @Nullable Object tree(@Nullable Object value) {
        if (isObject(value)) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((name, item) -> object.put((String) name, tree(item)));
            return object;
        }
        if (value instanceof Iterable<?> items) {
            List<@Nullable Object> list = new ArrayList<>();
            items.forEach(item -> list.add(tree(item)));
            return list;
        }
        if (value instanceof Object[] items) {
            return tree(Arrays.asList(items));
        }
        return value == null || value instanceof String || value instanceof Boolean
                ? value
                : Payloads.toFrame(value(value));
    }

    private @Nullable Object one(@Nullable Object value, int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw MpregRequestException.field("args", "nested deeper than " + Json.MAX_DEPTH);
        }
        if (value == null || value instanceof String || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Ref ref) {
            return Map.of(REF, ref.path());
        }
        if (value instanceof Payload payload) {
            return ready(payload);
        }
        if (value instanceof Value carried) {
            return ready(carried.payload());
        }
        if (isObject(value)) {
            return object((Map<?, ?>) value, depth);
        }
        if (value instanceof Iterable<?> items) {
            return list(items, depth);
        }
        if (value instanceof Object[] items) {
            return list(Arrays.asList(items), depth);
        }
        return Payloads.toFrame(codec.encode(value));
    }

    private static boolean isObject(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                && map.keySet().stream().allMatch(String.class::isInstance);
    }

    private List<@Nullable Object> list(Iterable<?> items, int depth) {
        List<@Nullable Object> list = new ArrayList<>();
        items.forEach(item -> list.add(one(item, depth + 1)));
        return list;
    }

    private Object object(Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        map.forEach((name, item) -> object.put((String) name, one(item, depth + 1)));
        boolean signifies = map.size() == 1 && (map.containsKey(REF) || map.containsKey(LITERAL));
        return signifies ? Map.of(LITERAL, Payloads.toFrame(codec.encode(map))) : object;
    }

    /** A payload is a value, whatever its text looks like. */
    private static Object ready(Payload payload) {
        Object frame = Payloads.toFrame(payload);
        boolean signifies = payload.isJson() && payload.text().contains("\"$");
        return signifies ? Map.of(LITERAL, frame) : frame;
    }
}
