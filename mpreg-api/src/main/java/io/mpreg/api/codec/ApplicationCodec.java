package io.mpreg.api.codec;

import io.mpreg.api.Payload;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A codec that belongs to one application and ends with it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @since 0.1
 */
public interface ApplicationCodec extends ValueCodec, AutoCloseable {

    /** Frees what the codec holds; it must not be used afterwards. */
    @Override
    void close();

    /**
     * A codec that holds nothing.
     *
     * @param codec does the work
     */
    record Unbound(ValueCodec codec) implements ApplicationCodec {

        @Override
        public Payload encode(@Nullable Object value) {
            return codec.encode(value);
        }

        @Override
        public <T> @Nullable T decode(Payload payload, Type type) {
            return codec.decode(payload, type);
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
