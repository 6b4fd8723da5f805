package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values as JSON trees, for the functions of the node itself. */
final class TreeCodec implements ValueCodec {

    @Override
    public Payload encode(@Nullable Object value) {
        return value instanceof Payload payload ? payload : Trees.payload(value);
    }

    @Override
    @SuppressWarnings("unchecked") // the caller asked for this type
    public <T> @Nullable T decode(Payload payload, Type type) {
        if (type == Payload.class) {
            return (T) payload;
        }
        Object tree = tree(payload);
        if (tree != null && type instanceof Class<?> wanted && !wanted.isInstance(tree)) {
            throw conversion("it is " + payload.text());
        }
        return (T) tree;
    }

    private static @Nullable Object tree(Payload payload) {
        if (!payload.isJson()) {
            throw conversion("it is " + payload.contentType());
        }
        try {
            return Json.parse(payload.bytes());
        } catch (JsonException e) {
            throw conversion(String.valueOf(e.getMessage()));
        }
    }

    private static MpregException conversion(String reason) {
        return MpregException.of(ErrorCode.CONVERSION, reason, Map.of());
    }
}
