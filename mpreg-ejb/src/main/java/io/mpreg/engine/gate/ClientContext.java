package io.mpreg.engine.gate;

import io.mpreg.api.Payload;
import io.mpreg.api.codec.ValueCodec;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a system's client acts, and how.
 *
 * @param caller who asks
 * @param codec how the caller's values are converted
 * @param gate what its requests pass
 * @param callbacks where its listeners and functions run
 */
public record ClientContext(Caller caller, ValueCodec codec, Gate gate, Executor callbacks) {

    public ClientContext {
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(callbacks, "callbacks");
    }

    /** The payload of a value, within the limits. */
    public Payload encode(@Nullable Object value) {
        Payload payload = codec.encode(value);
        gate.admitPayload(payload);
        return payload;
    }
}
