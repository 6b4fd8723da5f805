package io.mpreg.engine.session;

import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.wire.Payloads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of the API as they stand in frames. */
final class Frames {

    private Frames() {}

    /** An object of these fields: name, value, name, value; those that are null are left out. */
    static Map<String, Object> object(@Nullable Object... fields) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            Object value = value(fields[i + 1]);
            if (value != null) {
                object.put((String) fields[i], value);
            }
        }
        return object;
    }

    /** One value: payloads in their form, all else as it is. */
    static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Payload payload) {
            return Payloads.toFrame(payload);
        }
        return value instanceof Value carried ? Payloads.toFrame(carried.payload()) : value;
    }

    /** The fields of an object: name, value, name, value. */
    static @Nullable Object[] fields(Map<String, @Nullable Object> object) {
        Object[] fields = new Object[2 * object.size()];
        int at = 0;
        for (Map.Entry<String, @Nullable Object> field : object.entrySet()) {
            fields[at++] = field.getKey();
            fields[at++] = field.getValue();
        }
        return fields;
    }

    /** Values by name. */
    static Map<String, Object> values(Map<String, Value> values) {
        Map<String, Object> frames = new LinkedHashMap<>();
        values.forEach((name, value) -> frames.put(name, Payloads.toFrame(value.payload())));
        return frames;
    }

    /** Values in their order. */
    static List<Object> values(List<Value> values) {
        List<Object> frames = new ArrayList<>(values.size());
        values.forEach(value -> frames.add(Payloads.toFrame(value.payload())));
        return frames;
    }

    /** Whole milliseconds. */
    static long millis(Duration time) {
        return time.toMillis();
    }
}
