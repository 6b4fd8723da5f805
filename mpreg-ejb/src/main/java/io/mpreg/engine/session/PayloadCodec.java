package io.mpreg.engine.session;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets payloads through as they are, which is what sessions want; JSON trees become payloads.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class PayloadCodec implements ValueCodec {

    @Override
    public Payload encode(@Nullable Object value) {
        if (value instanceof Payload payload) {
            return payload;
        }
        if (value instanceof Value carried) {
            return carried.payload();
        }
        try {
            return Payload.json(Json.write(value));
        } catch (JsonException e) {
            throw MpregException.of(
                    ErrorCode.CONVERSION, String.valueOf(e.getMessage()), Map.of(), e);
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the one type that there is
    public <T> @Nullable T decode(Payload payload, Type type) {
        if (type == Payload.class) {
            return (T) payload;
        }
        throw MpregException.of(
                ErrorCode.CONVERSION, "a session reads payloads only, not " + type.getTypeName());
    }
}
