package io.mpreg.client;

import io.mpreg.api.Payload;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.queue.DeliveryListener;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A listener, and what it wants payloads to be.
 *
 * @param codec converts in the listener's class loader
 */
record QueueListener<T>(ValueCodec codec, Type type, DeliveryListener<T> listener) {

    @Nullable T body(Payload payload) {
        return codec.decode(payload, type);
    }
}
