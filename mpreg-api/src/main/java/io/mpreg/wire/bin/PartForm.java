package io.mpreg.wire.bin;

import java.util.ArrayList;
import java.util.List;

/**
 * Parts of a long message, so that no frame is long: others come between its parts, and nobody has
 * to take it in one piece before it may be refused.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class PartForm {

    /** A message of more bytes is sent in parts. */
    public static final int LONG = 256 << 10;

    /** The most bytes of a part. */
    public static final int MOST = 64 << 10;

    private static final int FIRST = 1;
    private static final int LAST = 2;

    private PartForm() {}

    /**
     * A part.
     *
     * @param transfer to which message it belongs; unique among those that one side has under way
     * @param first whether it is the first one
     * @param last whether it is the last one
     * @param total how many bytes the message has, if it is the first one
     * @param bytes some of the message's bytes, which begin with its type
     */
    public record Part(long transfer, boolean first, boolean last, long total, byte[] bytes) {}

    /**
     * Writes a part.
     *
     * @param array holds the message
     * @param begin where the message begins
     * @param end behind its end
     * @param at where the part begins
     * @return where the next part begins
     */
    public static int part(
            BinaryWriter out, long transfer, byte[] array, int begin, int end, int at) {
        int next = Math.min(end, at + MOST);
        boolean first = at == begin;
        out.begin(MessageType.PART)
                .number(transfer)
                .octet((first ? FIRST : 0) | (next == end ? LAST : 0));
        if (first) {
            out.number(end - begin);
        }
        out.bytes(array, at, next).end();
        return next;
    }

    /** The messages that are the parts of a long one. */
    public static List<byte[]> split(long transfer, byte[] message) {
        List<byte[]> parts = new ArrayList<>();
        BinaryWriter out = new BinaryWriter();
        int at = 0;
        while (at < message.length) {
            out.clear();
            at = part(out, transfer, message, 0, message.length, at);
            parts.add(out.tail(1));
        }
        return parts;
    }

    /** Reads a part. */
    public static Part part(BinaryReader in) {
        long transfer = in.number();
        int flags = in.octet();
        boolean first = (flags & FIRST) != 0;
        long total = first ? in.number() : 0;
        return new Part(transfer, first, (flags & LAST) != 0, total, in.rest());
    }

    /**
     * What the first part of a message tells of it.
     *
     * @param type its type
     * @param number the number that it begins with, which is the id of a request
     */
    public record Head(int type, long number) {}

    /**
     * The head of a message that is not whole.
     *
     * @throws BinaryException if its first part does not even hold that
     */
    public static Head head(byte[] first) {
        BinaryReader in = BinaryReader.unframed(first);
        int type = in.octet();
        in.number();
        return new Head(type, in.number());
    }
}
