package io.mpreg.engine.transport;

import io.mpreg.wire.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lone object as it is, several as an array. */
final class JsonFraming implements Framing {

    /** A buffer that grew beyond this is not kept. */
    private static final int KEPT = 128 << 10;

    private @Nullable JsonWriter buffer;

    @Override
    public byte[] frame(List<Outgoing> messages) {
        JsonWriter out = buffer == null ? new JsonWriter() : buffer;
        out.cut(0);
        for (int i = 0; i < messages.size(); i++) {
            out.raw(i == 0 ? '[' : ',');
            messages.get(i).write(out);
        }
        out.raw(']');
        buffer = out.size() <= KEPT ? out : null;
        return messages.size() == 1 ? out.toBytes(1, out.size() - 1) : out.toBytes();
    }
}
