package io.mpreg.client;

import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.BinaryReader;
import io.mpreg.wire.bin.CallForm;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.bin.QueueForm;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Replies that came in a compact form, and were brought to a thread for callbacks with others. */
final class Compacted {

    private static final String VALUE = "compacted";

    private Compacted() {}

    /** What a reply says, after its id. */
    static Object read(int type, BinaryReader in) {
        return switch (type) {
            case MessageType.PUBLISHED -> PublishForm.receipt(in);
            case MessageType.SENT -> QueueForm.receipt(in);
            case MessageType.ALL_ACKED -> QueueForm.notAcked(in);
            case MessageType.RESULT -> CallForm.result(in);
            default -> in.number();
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
