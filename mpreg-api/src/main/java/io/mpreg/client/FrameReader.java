package io.mpreg.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the frames of a WebSocket's server.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
final class FrameReader {

    private static final int ROOM = 128 * 1024;
    private static final int MOST_INBOUND = 64 * 1024 * 1024;
    private static final int NO_STATUS = 1005;

    private final Sink sink;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
    private byte[] array = new byte[ROOM];
    private int from;
    private int to;
    private long lastBytes;
    private int partsOpcode;
    private int closeCode;
    private String closeReason = "";

    FrameReader(Sink sink) {
        this.sink = sink;
    }

    /** Where messages go. */
    interface Sink {

        /** A binary message, in an array that changes when this returns. */
        void binary(byte[] array, int from, int to);

        void text(byte[] utf8);

        void ping(byte[] payload);
    }

    /** The code with which the server closed; 0 if it did not, 1005 if it gave none. */
    int closeCode() {
        return closeCode;
    }

    /** Why there is no more. */
    String closing() {
        return closeCode == 0
                ? "the node has cut the connection"
                : "closed by the node with "
                        + closeCode
                        + (closeReason.isEmpty() ? "" : ": " + closeReason);
    }

    /** Takes what the server sent right behind its handshake. */
    void begin(byte[] early) throws IOException {
        if (early.length > array.length) {
            throw new ProtocolException("too much came with the handshake");
        }
        System.arraycopy(early, 0, array, 0, early.length);
        to = early.length;
        frames();
    }

    /**
     * Reads what is there.
     *
     * @return false if nothing more comes
     */
    boolean read(ReadableByteChannel channel) throws IOException {
        int room;
        int read;
        lastBytes = 0;
        do {
            room = array.length - to;
            read = channel.read(ByteBuffer.wrap(array, to, room));
            if (read < 0) {
                return false;
            }
            to += read;
            lastBytes += read;
            if (!frames()) {
                return false;
            }
        } while (read == room);
        return true;
    }

    /** How many bytes the last read brought. */
    long lastBytes() {
        return lastBytes;
    }

    /** Whether the end of a frame is still to come. */
    boolean isWithin() {
        return from < to || partsOpcode != 0;
    }

    /* Hands on every frame that is whole; false behind the last one. */
    private boolean frames() throws IOException {
        while (closeCode == 0) {
            int size = frame();
            if (size < 0) {
                break;
            }
            from += size;
        }
        if (from == to) {
            from = 0;
            to = 0;
        } else if (from > array.length / 2) {
            System.arraycopy(array, from, array, 0, to - from);
            to -= from;
            from = 0;
        }
        return closeCode == 0;
    }

    /* How many bytes the next frame takes; -1 if it is not whole. */
    private int frame() throws IOException {
        int there = to - from;
        if (there < 2) {
            return -1;
        }
        int first = array[from];
        int second = array[from + 1];
        if ((first & WebSocketFrame.RESERVED) != 0 || (second & WebSocketFrame.MASKED) != 0) {
            throw new ProtocolException("the node sent a frame that no server may send");
        }
        int head = 2;
        long length = second & WebSocketFrame.LENGTH;
        if (length >= WebSocketFrame.SHORT) {
            int bytes = length == WebSocketFrame.SHORT ? Short.BYTES : Long.BYTES;
            head += bytes;
            if (there < head) {
                return -1;
            }
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << Byte.SIZE | array[from + 2 + i] & 0xFF;
            }
        }
        if (length < 0 || length + parts.size() > MOST_INBOUND) {
            throw new ProtocolException(
                    "the node sent a message of more than " + MOST_INBOUND + " bytes");
        }
        if (there < head + length) {
            grow(head + (int) length);
            return -1;
        }
        int begin = from + head;
        take(first, begin, begin + (int) length);
        return head + (int) length;
    }

    private void grow(int frame) {
        if (array.length - from >= frame) {
            return;
        }
        if (frame > array.length) {
            array = Arrays.copyOfRange(array, from, from + frame + ROOM);
        } else {
            System.arraycopy(array, from, array, 0, to - from);
        }
        to -= from;
        from = 0;
    }

    private void take(int first, int begin, int end) throws IOException {
        boolean last = (first & WebSocketFrame.FINAL) != 0;
        int opcode = first & WebSocketFrame.OPCODE;
        if (opcode >= WebSocketFrame.CLOSE) {
            if (!last || end - begin > WebSocketFrame.CONTROL) {
                throw new ProtocolException("the node sent a control frame that is none");
            }
            control(opcode, begin, end);
        } else if (opcode == WebSocketFrame.CONTINUATION) {
            parts.write(array, begin, end - begin);
            if (last) {
                byte[] whole = parts.toByteArray();
                parts.reset();
                message(partsOpcode, whole, 0, whole.length);
                partsOpcode = 0;
            }
        } else if (partsOpcode != 0) {
            throw new ProtocolException("the node sent a message within another");
        } else if (last) {
            message(opcode, array, begin, end);
        } else {
            partsOpcode = opcode;
            parts.write(array, begin, end - begin);
        }
    }

    private void message(int opcode, byte[] in, int begin, int end) throws IOException {
        switch (opcode) {
            case WebSocketFrame.BINARY -> sink.binary(in, begin, end);
            case WebSocketFrame.TEXT -> sink.text(Arrays.copyOfRange(in, begin, end));
            default -> throw new ProtocolException("the node sent a frame of kind " + opcode);
        }
    }

    private void control(int opcode, int begin, int end) throws IOException {
        switch (opcode) {
            case WebSocketFrame.PING -> sink.ping(Arrays.copyOfRange(array, begin, end));
            case WebSocketFrame.PONG -> {
                // A sign of life that nobody asked for.
            }
            case WebSocketFrame.CLOSE -> {
                boolean coded = end - begin >= Short.BYTES;
                closeCode =
                        coded
                                ? (array[begin] & 0xFF) << Byte.SIZE | array[begin + 1] & 0xFF
                                : NO_STATUS;
                closeReason =
                        coded
                                ? new String(
                                        array,
                                        begin + Short.BYTES,
                                        end - begin - Short.BYTES,
                                        StandardCharsets.UTF_8)
                                : "";
            }
            default -> throw new ProtocolException("the node sent a frame of kind " + opcode);
        }
    }
}
