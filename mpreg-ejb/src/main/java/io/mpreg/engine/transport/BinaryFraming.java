package io.mpreg.engine.transport;

import io.mpreg.wire.bin.BinaryWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compact messages one behind the other. */
final class BinaryFraming implements Framing {

    /** A buffer that grew beyond this is not kept. */
    private static final int KEPT = 128 << 10;

    private @Nullable BinaryWriter buffer;

    @Override
    public byte[] frame(List<Outgoing> messages) {
        BinaryWriter out = buffer == null ? new BinaryWriter() : buffer;
        out.clear();
        for (int i = 0; i < messages.size(); i++) {
            messages.get(i).write(out);
        }
        buffer = out.size() <= KEPT ? out : null;
        return out.toBytes();
    }
}
