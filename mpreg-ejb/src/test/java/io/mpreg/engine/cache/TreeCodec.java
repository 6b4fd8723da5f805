package io.mpreg.engine.cache;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.wire.json.Json;
import java.lang.reflect.Type;

/** Knows JSON trees only. */
final class TreeCodec implements ValueCodec {

    @Override
    public Payload encode(Object value) {
        return value instanceof Payload payload ? payload : Payload.json(Json.write(value));
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T decode(Payload payload, Type type) {
        if (type == Payload.class) {
            return (T) payload;
        }
        Object tree = Json.parse(payload.bytes());
        if (tree != null && !((Class<?>) type).isInstance(tree)) {
            throw MpregException.of(ErrorCode.CONVERSION, "not a " + type);
        }
        return (T) tree;
    }
}
