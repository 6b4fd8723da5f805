package io.mpreg.api.codec;

import io.mpreg.api.Payload;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Turns values into payloads and back.
 *
 * <p>A value that is a {@link Payload} passes through untouched in both directions.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * <p><b>Failure.</b> A value that cannot be converted fails with {@link
 * io.mpreg.api.ErrorCode#CONVERSION}, naming the type.
 *
 * @since 0.1
 */
public interface ValueCodec {

    /** The payload of a value; null becomes JSON null. */
    Payload encode(@Nullable Object value);

    /** The value of a payload, null where that is JSON null. */
    <T> @Nullable T decode(Payload payload, Type type);
}
