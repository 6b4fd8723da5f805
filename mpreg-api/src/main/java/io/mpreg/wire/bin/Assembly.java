package io.mpreg.wire.bin;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of long messages together, within bounds. Memory grows with what has come, not
 * with what was announced.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
public final class Assembly {

    private static final int MOST_TRANSFERS = 4;

    private final long mostBytes;
    private final Map<Long, Transfer> transfers = new HashMap<>();
    private long announced;

    /**
     * @param mostBytes how many bytes the messages under way may have together
     */
    public Assembly(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** One message under way. */
    private static final class Transfer {
        private final int total;
        private byte[] frame;
        private int at = 1;

        Transfer(int total) {
            this.total = total;
            this.frame = new byte[1 + Math.min(total, PartForm.MOST)];
            frame[0] = MessageType.VERSION;
        }

        void add(byte[] bytes) {
            if (frame.length - at < bytes.length) {
                long wanted = Math.max((long) frame.length << 1, (long) at + bytes.length);
                frame = Arrays.copyOf(frame, (int) Math.min(wanted, 1L + total));
            }
            System.arraycopy(bytes, 0, frame, at, bytes.length);
            at += bytes.length;
        }
    }

    /**
     * Takes a part. Parts of a message that was refused are ignored.
     *
     * @return a frame with the whole message, if this was its last part; else null
     * @throws BinaryException if it does not fit to the parts before it
     * @throws MpregException if its message has too many bytes, or too many others are under way;
     *     only with the first part of a message
     */
    public byte @Nullable [] take(PartForm.Part part) {
        Transfer transfer = part.first() ? begin(part) : transfers.get(part.transfer());
        if (transfer == null) {
            return null;
        }
        if (part.bytes().length > transfer.total + 1 - transfer.at) {
            end(part.transfer());
            throw new BinaryException("the parts of a message have more bytes than it");
        }
        transfer.add(part.bytes());
        if (!part.last()) {
            return null;
        }
        end(part.transfer());
        if (transfer.at != transfer.total + 1) {
            throw new BinaryException("the parts of a message have fewer bytes than it");
        }
        return transfer.frame;
    }

    private Transfer begin(PartForm.Part part) {
        if (part.total() > mostBytes) {
            throw MpregException.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the message has "
                            + part.total()
                            + " bytes, at most "
                            + mostBytes
                            + " may be (mpreg.transport.max-payload, mpreg.transport.max-frame)",
                    Map.of("limit", mostBytes, "bytes", part.total()));
        }
        if (transfers.containsKey(part.transfer())) {
            throw new BinaryException("transfer " + part.transfer() + " begins twice");
        }
        if (transfers.size() >= MOST_TRANSFERS) {
            throw MpregLimitException.of(
                    MOST_TRANSFERS + " long messages are under way on this connection",
                    MOST_TRANSFERS);
        }
        if (announced + part.total() > mostBytes) {
            throw MpregLimitException.of(
                    "the long messages under way on this connection have more than "
                            + mostBytes
                            + " bytes together",
                    mostBytes);
        }
        Transfer transfer = new Transfer((int) part.total());
        transfers.put(part.transfer(), transfer);
        announced += part.total();
        return transfer;
    }

    private void end(long id) {
        Transfer ended = transfers.remove(id);
        if (ended != null) {
            announced -= ended.total;
        }
    }

    /** How many bytes of messages under way are held. */
    public long held() {
        long held = 0;
        for (Transfer transfer : transfers.values()) {
            held += transfer.frame.length;
        }
        return held;
    }
}
