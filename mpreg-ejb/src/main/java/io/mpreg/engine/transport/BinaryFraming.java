package io.mpreg.engine.transport;

import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.MessageType;
import io.mpreg.wire.bin.PackForm;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compact messages one behind the other. */
final class BinaryFraming implements Framing {

    /** A buffer that grew beyond this is not kept. */
    private static final int KEPT = 128 << 10;

    private @Nullable BinaryWriter buffer;
    private volatile Dress dress = Dress.NONE;

    @Override
    public void dress(Dress other) {
        dress = other;
    }

    /** Packs the last message of a frame, which begins there, if it is long enough. */
    static void pack(BinaryWriter out, int begin, int packFrom) {
        if (out.size() - begin < packFrom || out.array()[begin] == MessageType.PART) {
            return;
        }
        byte[] packed = PackForm.pack(out.array(), begin, out.size());
        if (packed != null) {
            out.cut(begin);
            out.rest(packed);
        }
    }

    @Override
    public byte[] frame(List<Outgoing> messages) {
        BinaryWriter out = buffer == null ? new BinaryWriter() : buffer;
        Dress as = dress;
        out.clear();
        // A packed message is read by itself.
        out.refers(as.refers() && !as.packs());
        for (int i = 0; i < messages.size(); i++) {
            int begin = out.size();
            messages.get(i).write(out);
            pack(out, begin, as.packFrom());
        }
        byte[] frame = out.toBytes();
        buffer = out.size() <= KEPT ? out : null;
        // Holds on to none of the messages.
        out.clear();
        return frame;
    }
}
