package io.mpreg.api.codec;

import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.Value;
import io.mpreg.api.rpc.Ref;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import io.mpreg.wire.json.RawJson;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** JSON trees of values of JDK types and records. */
final class PlainTree {

    private PlainTree() {}

    static @Nullable Object of(@Nullable Object value) {
        return of(value, 0);
    }

    private static @Nullable Object of(@Nullable Object value, int depth) {
        if (depth > Json.MAX_DEPTH) {
            throw new JsonException("it is nested deeper than " + Json.MAX_DEPTH);
        }
        if (value == null
                || value instanceof Boolean
                || value instanceof Number
                || value instanceof RawJson) {
            return value;
        }
        if (isText(value)) {
            return value.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof Payload payload) {
            return Payloads.toFrame(payload);
        }
        if (value instanceof Value carried) {
            return Payloads.toFrame(carried.payload());
        }
        if (value instanceof Ref ref) {
            return Map.of("$ref", ref.path());
        }
        if (value instanceof Map<?, ?> map) {
            return object(map, depth);
        }
        if (value instanceof Iterable<?> items) {
            List<@Nullable Object> list = new ArrayList<>();
            items.forEach(item -> list.add(of(item, depth + 1)));
            return list;
        }
        return composed(value, depth);
    }

    private static boolean isText(Object value) {
        return value instanceof CharSequence
                || value instanceof Character
                || value instanceof TemporalAccessor
                || value instanceof Duration
                || value instanceof Period
                || value instanceof ZoneId
                || value instanceof UUID
                || value instanceof Ulid
                || value instanceof java.net.URI;
    }

    private static @Nullable Object composed(Object value, int depth) {
        if (value instanceof Optional<?> optional) {
            return of(optional.orElse(null), depth);
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        if (value.getClass().isArray()) {
            int length = Array.getLength(value);
            List<@Nullable Object> list = new ArrayList<>(length);
            for (int i = 0; i < length; i++) {
                list.add(of(Array.get(value, i), depth + 1));
            }
            return list;
        }
        if (value instanceof Record) {
            return record(value, depth);
        }
        throw new JsonException(
                value.getClass().getName()
                        + " is neither a JDK value nor a record; use one, or add JSON-B");
    }

    private static Map<String, @Nullable Object> object(Map<?, ?> map, int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        map.forEach((key, value) -> object.put(key(key), of(value, depth + 1)));
        return object;
    }

    private static String key(@Nullable Object key) {
        Object tree = of(key, 0);
        if (tree instanceof Map || tree instanceof List) {
            throw new JsonException("a map has a key of " + key.getClass().getName());
        }
        return String.valueOf(tree);
    }

    private static Map<String, @Nullable Object> record(Object value, int depth) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            object.put(component.getName(), of(read(component, value), depth + 1));
        }
        return object;
    }

    private static @Nullable Object read(RecordComponent component, Object value) {
        try {
            Method accessor = component.getAccessor();
            accessor.trySetAccessible();
            return accessor.invoke(value);
        } catch (InvocationTargetException e) {
            throw new JsonException(component.getName() + " fails with " + e.getCause());
        } catch (IllegalAccessException e) {
            throw new JsonException(
                    value.getClass().getName() + " is not open to MPREG: " + e.getMessage());
        }
    }
}
