package io.mpreg.engine.session;

import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.wire.json.RawJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** About how many bytes a value takes in a frame. */
final class Sizes {

    private static final int SCALAR = 16;

    private Sizes() {}

    static int of(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length() + 4;
        }
        if (value instanceof RawJson raw) {
            return raw.utf8().length + 4;
        }
        if (value instanceof Payload payload) {
            return of(payload);
        }
        if (value instanceof Value carried) {
            return of(carried.payload());
        }
        if (value instanceof Map<?, ?> map) {
            int sum = SCALAR;
            if (map.isEmpty()) {
                return sum;
            }
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sum += of(entry.getKey()) + of(entry.getValue());
            }
            return sum;
        }
        if (value instanceof Iterable<?> items) {
            int sum = SCALAR;
            for (Object item : items) {
                sum += of(item);
            }
            return sum;
        }
        return SCALAR;
    }

    /** Bytes that are not JSON grow by a third. */
    static int of(Payload payload) {
        return payload.isJson()
                ? payload.size()
                : payload.size() + payload.size() / 3 + payload.contentType().length() + 40;
    }
}
