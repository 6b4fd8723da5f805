package io.mpreg.client;

import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.QueueForm;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replies that came in a compact form, and were brought to a thread for callbacks with others. */
final class Compacted {

    private static final String VALUE = "compacted";

    private Compacted() {}

    /** Reads a reply, after its id. */
    static Fields read(int type, BinaryReader in) {
        return switch (type) {
            case MessageType.SENT -> reply(QueueForm.receipt(in));
            default -> reply(in.number());
        };
    }

    static Fields reply(Object value) {
        return new Fields(Map.of("op", "ok", VALUE, value));
    }

    /** The value of such a reply; null if it is none. */
    static <T> @Nullable T value(Fields reply, Class<T> type) {
        Object value = reply.fields().get(VALUE);
        return type.isInstance(value) ? type.cast(value) : null;
    }
}
