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
    private volatile int packFrom = Integer.MAX_VALUE;

    @Override
    public void packFrom(int bytes) {
        packFrom = bytes;
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
        out.clear();
        for (int i = 0; i < messages.size(); i++) {
            int begin = out.size();
            messages.get(i).write(out);
            pack(out, begin, packFrom);
        }
        buffer = out.size() <= KEPT ? out : null;
        return out.toBytes();
    }
}
