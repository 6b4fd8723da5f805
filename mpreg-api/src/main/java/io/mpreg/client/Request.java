package io.mpreg.client;

import io.mpreg.wire.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a request; those that are absent are left out. <b>Not</b> thread-safe. */
final class Request {

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    static Request op(String op) {
        return new Request().with("op", op);
    }

    /** An object inside a request. */
    static Request object() {
        return new Request();
    }

    Request with(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    Request with(String name, Optional<?> value) {
        value.ifPresent(present -> fields.put(name, present.toString()));
        return this;
    }

    /** These fields as well. */
    Request all(Map<String, ? extends @Nullable Object> more) {
        fields.putAll(more);
        return this;
    }

    Request millis(String name, Optional<Duration> value) {
        value.ifPresent(present -> fields.put(name, present.toMillis()));
        return this;
    }

    Request millis(String name, Duration value) {
        return millis(name, value.isZero() ? Optional.empty() : Optional.of(value));
    }

    Request unlessEmpty(String name, String value) {
        return value.isEmpty() ? this : with(name, value);
    }

    Request unlessEmpty(String name, Iterable<?> values) {
        return values.iterator().hasNext() ? with(name, values) : this;
    }

    Request unlessEmpty(String name, Map<?, ?> values) {
        return values.isEmpty() ? this : with(name, values);
    }

    Request flag(String name, boolean value) {
        return value ? with(name, true) : this;
    }

    Map<String, @Nullable Object> fields() {
        return fields;
    }

    String op() {
        return String.valueOf(fields.get("op"));
    }

    byte[] toFrame(String id) {
        fields.put("id", id);
        return Json.write(fields);
    }
}
