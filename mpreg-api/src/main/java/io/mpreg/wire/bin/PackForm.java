package io.mpreg.wire.bin;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Messages that were made smaller by DEFLATE (RFC 1951, in the frame of RFC 1950).
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class PackForm {

    /** So many bytes hold the type, the length and the id of a message. */
    private static final int HEAD = 32;

    private PackForm() {}

    /**
     * Makes a message smaller.
     *
     * @param array holds the message
     * @param from where it begins
     * @param to behind its end
     * @return the message that holds it; null if that would not be smaller
     */
    public static byte @Nullable [] pack(byte[] array, int from, int to) {
        int size = to - from;
        byte[] room = new byte[size];
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        int packed;
        try {
            deflater.setInput(array, from, size);
            deflater.finish();
            packed = deflater.deflate(room);
            if (!deflater.finished()) {
                return null;
            }
        } finally {
            deflater.end();
        }
        BinaryWriter out = new BinaryWriter();
        out.begin(MessageType.PACKED).number(size).bytes(room, 0, packed).end();
        return out.size() - 1 < size ? out.tail(1) : null;
    }

    /**
     * A packed message.
     *
     * @param size how many bytes it has unpacked, as it says
     */
    public record Packed(long size, byte[] bytes) {}

    /** Reads a packed message. */
    public static Packed read(BinaryReader in) {
        return new Packed(in.number(), in.rest());
    }

    /** The head of a packed message that is not to be unpacked. */
    public static PartForm.Head head(Packed message) {
        byte[] first = new byte[HEAD];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(message.bytes());
            return PartForm.head(Arrays.copyOf(first, inflater.inflate(first)));
        } catch (DataFormatException e) {
            throw new BinaryException("a packed message is none: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    /**
     * The frame with the message that is packed in one.
     *
     * @param most how many bytes it may have
     * @throws BinaryException if it is none
     * @throws MpregException {@link ErrorCode#PAYLOAD_TOO_LARGE} if it has more bytes; nothing is
     *     unpacked then
     */
    public static byte[] unpack(Packed message, long most) {
        long size = message.size();
        if (size > most) {
            throw MpregException.of(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "the message has " + size + " bytes unpacked, at most " + most + " may be",
                    Map.of("limit", most, "bytes", size));
        }
        byte[] packed = message.bytes();
        // Nobody can pack better than that: what is announced is not believed before.
        if (size > 1032L * packed.length + 64) {
            throw new BinaryException("so few bytes do not unpack to " + size);
        }
        byte[] frame = new byte[1 + (int) size];
        frame[0] = MessageType.VERSION;
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            int at = 1;
            int more;
            while (at < frame.length
                    && (more = inflater.inflate(frame, at, frame.length - at)) > 0) {
                at += more;
            }
            if (at < frame.length
                    || !inflater.finished() && inflater.inflate(new byte[1]) > 0
                    || !inflater.finished()) {
                throw new BinaryException("a packed message has not as many bytes as it says");
            }
        } catch (DataFormatException e) {
            throw new BinaryException("a packed message is none: " + e.getMessage());
        } finally {
            inflater.end();
        }
        if (frame.length > 1 && frame[1] == MessageType.PACKED) {
            throw new BinaryException("a packed message is packed again");
        }
        return frame;
    }

    /** The message, packed if that makes it smaller. */
    public static byte[] packed(byte[] message) {
        byte[] smaller = pack(message, 0, message.length);
        return smaller == null ? message : smaller;
    }
}
