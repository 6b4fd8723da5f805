package io.mpreg.engine.transport;

import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.PartForm;
import io.mpreg.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * A message that is sent in parts. It is written out when its first part is; each writing of this
 * is the next part.
 *
 * <p><b>Threads.</b> As what it sends; {@link #isOver} by any thread.
 */
final class LongMessage implements Outgoing {

    private final Outgoing message;
    private final long transfer;
    private final int size;
    private final int packFrom;
    private @Nullable BinaryWriter whole;
    private int at = 1;
    private volatile boolean over;
    private boolean gone;

    /**
     * @param packFrom from how many bytes on it is packed
     */
    LongMessage(Outgoing message, long transfer, int packFrom) {
        this.packFrom = packFrom;
        this.message = message;
        this.transfer = transfer;
        this.size = message.size();
    }

    /** About how many bytes it takes altogether. */
    int whole() {
        return size;
    }

    /** Whether there are no more parts. */
    boolean isOver() {
        return over;
    }

    /** That of a part. */
    @Override
    public int size() {
        return PartForm.MOST;
    }

    @Override
    public boolean isWanted() {
        // Who has got a part gets the others.
        if (whole == null && !message.isWanted()) {
            over = true;
        }
        return !over;
    }

    @Override
    public void write(JsonWriter out) {
        message.write(out);
        over = true;
    }

    @Override
    public void write(BinaryWriter out) {
        BinaryWriter all = whole;
        if (all == null) {
            all = new BinaryWriter();
            message.write(all);
            BinaryFraming.pack(all, 1, packFrom);
            whole = all;
        }
        at = PartForm.part(out, transfer, all.array(), 1, all.size(), at);
        over = at == all.size();
    }

    @Override
    public void gone() {
        if (over && !gone) {
            gone = true;
            message.gone();
        }
    }
}
