package io.mpreg.web.socket;

import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of RFC 6455 out of the bytes that a client sends, however they are cut.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
final class FrameDecoder {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FINAL = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int SHORT = 126;
    private static final int KEY = 4;
    private static final int MOST_HEAD = 14;

    /** A frame that says that it is longer gets more room only when so much of it is there. */
    private static final int CREDIT = 256 << 10;

    private static final byte[] NOTHING = {};

    private final Sink sink;
    private final int most;

    private final byte[] head = new byte[MOST_HEAD];
    private int headSize;

    // The frame whose head is complete.
    private boolean inFrame;
    private int opcode;
    private boolean last;
    private int size;
    private int key;
    private byte[] payload = NOTHING;
    private int filled;

    /** What came of a message in several frames; null if none is under way. */
    private @Nullable ByteArrayOutputStream parts;

    /**
     * @param most the most bytes of a message
     */
    FrameDecoder(Sink sink, int most) {
        this.sink = sink;
        this.most = most;
    }

    /** Gets what is whole. */
    interface Sink {

        /** A message of bytes, which belong to the sink from now on. */
        void message(byte[] bytes);

        /** A ping, a pong or a closing frame. */
        void control(int opcode, byte[] payload) throws Violation;
    }

    /** Thrown when the connection cannot go on. */
    static final class Violation extends Exception {

        private static final long serialVersionUID = 1L;

        private final int code;

        Violation(int code, String reason) {
            super(reason, null, false, false);
            this.code = code;
        }

        /** With which code it is to be closed. */
        int code() {
            return code;
        }
    }

    /**
     * Takes bytes.
     *
     * @param from where they begin
     * @param to behind their end
     * @throws Violation if they are no frames, or larger ones than allowed
     */
    void take(byte[] bytes, int from, int to) throws Violation {
        int at = from;
        while (at < to) {
            if (!inFrame) {
                at = head(bytes, at, to);
                if (!inFrame) {
                    return;
                }
            }
            int more = Math.min(to - at, size - filled);
            room(filled + more);
            System.arraycopy(bytes, at, payload, filled, more);
            filled += more;
            at += more;
            if (filled == size) {
                whole();
            }
        }
    }

    private int head(byte[] bytes, int from, int to) throws Violation {
        int at = from;
        while (at < to) {
            head[headSize++] = bytes[at++];
            if (headSize >= 2 && headSize == headLength()) {
                begin();
                if (size > 0) {
                    return at;
                }
                whole();
            }
        }
        return at;
    }

    private int headLength() {
        return 2 + lengthBytes() + KEY;
    }

    private int lengthBytes() {
        int length = head[1] & LENGTH;
        return length < SHORT ? 0 : length == SHORT ? Short.BYTES : Long.BYTES;
    }

    private void begin() throws Violation {
        headSize = 0;
        opcode = head[0] & Opcodes.ALL;
        last = (head[0] & FINAL) != 0;
        if ((head[0] & RESERVED) != 0) {
            throw new Violation(Opcodes.PROTOCOL_ERROR, "no extension was agreed upon");
        }
        if ((head[1] & MASKED) == 0) {
            throw new Violation(Opcodes.PROTOCOL_ERROR, "a client has to mask its frames");
        }
        int bytes = lengthBytes();
        long length = head[1] & LENGTH;
        if (bytes > 0) {
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << Byte.SIZE | head[2 + i] & 0xFF;
            }
        }
        check(length);
        size = (int) length;
        key = 0;
        for (int i = KEY - 1; i >= 0; i--) {
            key = key << Byte.SIZE | head[2 + bytes + i] & 0xFF;
        }
        payload = size == 0 ? NOTHING : new byte[Math.min(size, CREDIT)];
        filled = 0;
        inFrame = true;
    }

    private void check(long length) throws Violation {
        switch (opcode) {
            case Opcodes.PING, Opcodes.PONG, Opcodes.CLOSE -> {
                if (!last || length >= SHORT) {
                    throw new Violation(
                            Opcodes.PROTOCOL_ERROR, "a control frame is short and in one piece");
                }
            }
            case Opcodes.BINARY, Opcodes.CONTINUATION -> {
                if ((opcode == Opcodes.CONTINUATION) == (parts == null)) {
                    throw new Violation(
                            Opcodes.PROTOCOL_ERROR, "a frame has no place between those around it");
                }
                int before = parts == null ? 0 : parts.size();
                if (length < 0 || length > most - before) {
                    throw new Violation(Opcodes.TOO_BIG, "a frame has at most " + most + " bytes");
                }
            }
            case Opcodes.TEXT ->
                    throw new Violation(
                            Opcodes.UNSUPPORTED, Subprotocols.BINARY + " is made of bytes");
            default -> throw new Violation(Opcodes.PROTOCOL_ERROR, "there is no opcode " + opcode);
        }
    }

    private void room(int needed) {
        if (needed > payload.length) {
            payload = Arrays.copyOf(payload, Math.max(needed, Math.min(size, 2 * payload.length)));
        }
    }

    private void whole() throws Violation {
        byte[] bytes = payload;
        payload = NOTHING;
        inFrame = false;
        unmask(bytes, size, key);
        if (opcode >= Opcodes.CLOSE) {
            sink.control(opcode, bytes);
            return;
        }
        ByteArrayOutputStream all = parts;
        if (all == null && last) {
            sink.message(bytes);
            return;
        }
        if (all == null) {
            all = new ByteArrayOutputStream(2 * size);
        }
        all.write(bytes, 0, size);
        parts = last ? null : all;
        if (last) {
            sink.message(all.toByteArray());
        }
    }

    private static void unmask(byte[] bytes, int to, int key) {
        long twice = key & 0xFFFF_FFFFL | (long) key << Integer.SIZE;
        int at = 0;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            LONGS.set(bytes, at, (long) LONGS.get(bytes, at) ^ twice);
        }
        for (long rest = twice; at < to; at++) {
            bytes[at] ^= (byte) rest;
            rest >>>= Byte.SIZE;
        }
    }
}
