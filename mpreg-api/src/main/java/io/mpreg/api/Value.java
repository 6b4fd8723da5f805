package io.mpreg.api;

import io.mpreg.api.codec.ValueCodec;
import java.lang.reflect.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value that came from a node: its payload, and the means to read it.
 *
 * <p><b>Threads.</b> Immutable.
 *
 * @since 0.1
 */
public final class Value {

    private final Payload payload;
    private final ValueCodec codec;

    public Value(Payload payload, ValueCodec codec) {
        this.payload = Objects.requireNonNull(payload, "payload");
        this.codec = Objects.requireNonNull(codec, "codec");
    }

    /** The bytes as they came. */
    public Payload payload() {
        return payload;
    }

    /**
     * The value as an object of that class; null where it is JSON null.
     *
     * @throws MpregRequestException {@link ErrorCode#CONVERSION} if it is none
     */
    public <T> @Nullable T as(Class<T> type) {
        return codec.decode(payload, type);
    }

    /** The value as an object of that type, which may be generic; null where it is JSON null. */
    public <T> @Nullable T as(Type type) {
        return codec.decode(payload, type);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Value that && payload.equals(that.payload);
    }

    @Override
    public int hashCode() {
        return payload.hashCode();
    }

    @Override
    public String toString() {
        return payload.isJson() ? payload.text() : payload.toString();
    }
}
