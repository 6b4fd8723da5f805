package io.mpreg.api.codec;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import io.mpreg.wire.json.RawJson;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all codecs to JSON have in common: payloads pass through, {@code Object} means the JSON
 * tree, and bytes of another content type can only be bytes.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, if the subclass is.
 *
 * @since 0.1
 */
public abstract class JsonCodec implements ValueCodec {

    private static final int QUOTED = 120;

    /** Makes a codec. */
    protected JsonCodec() {}

    /** One JSON value as UTF-8. */
    protected abstract byte[] write(Object value);

    /** The object of a type for a JSON value that is not null. */
    protected abstract @Nullable Object read(byte[] utf8, Type type);

    @Override
    public final Payload encode(@Nullable Object value) {
        if (value == null) {
            return Payload.NULL;
        }
        if (value instanceof Payload payload) {
            return payload;
        }
        if (value instanceof Value carried) {
            return carried.payload();
        }
        if (value instanceof RawJson raw) {
            return Payload.json(raw.utf8());
        }
        if (Payload.isPlain(value)) {
            return Payload.json(value, Json::write);
        }
        return Payload.json(write(value));
    }

    @Override
    @SuppressWarnings("unchecked") // the caller asked for this type
    public final <T> @Nullable T decode(Payload payload, Type type) {
        if (type == Payload.class) {
            return (T) payload;
        }
        if (type == Value.class) {
            return (T) new Value(payload, this);
        }
        if (type instanceof Class<?> plain && payload.holds(plain)) {
            return (T) payload.value().orElseThrow();
        }
        if (!payload.isJson()) {
            return (T) foreign(payload, type);
        }
        byte[] utf8 = payload.bytes();
        if (isNull(utf8)) {
            return type instanceof Class<?> c && c.isPrimitive() ? refuse(type) : null;
        }
        if (type == Object.class) {
            return (T) tree(utf8, type);
        }
        if (type == String.class || type == CharSequence.class) {
            Object tree = tree(utf8, type);
            return (T) (tree instanceof String text ? text : payload.text());
        }
        return (T) read(utf8, type);
    }

    /** The tree of a JSON value. */
    protected static @Nullable Object tree(byte[] utf8, Type type) {
        try {
            return Json.parse(utf8);
        } catch (JsonException e) {
            throw unreadable(type, utf8, e);
        }
    }

    /** The failure that a value cannot become JSON. */
    protected static MpregException unwritable(Class<?> type, Throwable cause) {
        return MpregException.of(
                ErrorCode.CONVERSION,
                "a value of " + type.getName() + " cannot become JSON: " + reason(cause),
                Map.of("type", type.getName(), "reason", reason(cause)),
                cause);
    }

    /** The failure that JSON is not a value of a type. */
    protected static MpregException unreadable(Type type, byte[] utf8, Throwable cause) {
        String text = Payload.json(utf8).text();
        String quoted = text.length() > QUOTED ? text.substring(0, QUOTED) + "..." : text;
        return MpregException.of(
                ErrorCode.CONVERSION,
                quoted + " cannot become a " + type.getTypeName() + ": " + reason(cause),
                Map.of("type", type.getTypeName(), "reason", reason(cause)),
                cause);
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getName() : message;
    }

    private static <T> T refuse(Type type) {
        throw unreadable(
                type, Payload.NULL.bytes(), new JsonException("null is no value of that type"));
    }

    private static Object foreign(Payload payload, Type type) {
        if (type == byte[].class || type == Object.class) {
            return payload.bytes().clone();
        }
        if (type == String.class && payload.contentType().startsWith("text/")) {
            return payload.text();
        }
        throw MpregException.of(
                ErrorCode.CONVERSION,
                "a payload of "
                        + payload.contentType()
                        + " cannot become a "
                        + type.getTypeName()
                        + "; ask for byte[] or Payload",
                Map.of("type", type.getTypeName(), "contentType", payload.contentType()));
    }

    private static boolean isNull(byte[] utf8) {
        int from = 0;
        int to = utf8.length;
        while (from < to && utf8[from] <= ' ' && utf8[from] >= 0) {
            from++;
        }
        while (to > from && utf8[to - 1] <= ' ' && utf8[to - 1] >= 0) {
            to--;
        }
        return to - from == 4
                && utf8[from] == 'n'
                && utf8[from + 1] == 'u'
                && utf8[from + 2] == 'l'
                && utf8[from + 3] == 'l';
    }
}
