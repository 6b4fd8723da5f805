package io.mpreg.client;

import io.mpreg.wire.bin.BinaryWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames that a link is to write: those that are full, and one that takes more messages.
 *
 * <p><b>Threads.</b> Guarded by the link's lock, but for the frame under way, which belongs to the
 * one who writes.
 */
final class FrameQueue {

    private static final int BATCH_BYTES = 64 * 1024;
    private static final int EMPTY = 1;
    private static final int SPARE = 4;

    private final boolean binary;
    private final Masks masks = new Masks();
    private final ArrayDeque<Frame> full = new ArrayDeque<>();
    private final ArrayDeque<BinaryWriter> spare = new ArrayDeque<>(SPARE);
    private BinaryWriter filling = fresh();
    private long bytes;

    // Of the one who writes.
    private @Nullable Frame sealing;
    private @Nullable ByteBuffer underWay;
    private long written;

    /**
     * @param binary whether messages are in compact form; else each is a text
     */
    FrameQueue(boolean binary) {
        this.binary = binary;
    }

    private record Frame(int opcode, BinaryWriter body) {}

    /** How many bytes wait. */
    long bytes() {
        return bytes + filling.size();
    }

    boolean isWaiting() {
        return !full.isEmpty() || !filling.isEmpty();
    }

    /** Adds a message as the link's form has it. */
    void add(byte[] message) {
        if (binary) {
            int before = filling.size();
            filling.rest(message);
            added(before);
        } else {
            lone(WebSocketFrame.TEXT, message);
        }
    }

    /** Adds a request as an object. */
    void addJson(Request request, byte[] object, long id) {
        if (binary) {
            int before = filling.size();
            filling.json(object);
            added(request, before, id);
        } else {
            lone(WebSocketFrame.TEXT, object);
        }
    }

    /** Adds a request that has a compact form. */
    void add(Request request, long id) {
        int before = filling.size();
        write(request, id, before);
        if (request.isDressed(filling.size() - before)) {
            filling.cut(before);
            dressed(request, request.toBinary(id), id);
        } else if (filling.size() > BATCH_BYTES) {
            if (before > EMPTY) {
                // It may refer to one that stays behind, so it is written anew.
                filling.cut(before);
                close();
                write(request, id, filling.size());
            }
            closeIfFull();
        }
    }

    private void write(Request request, long id, int before) {
        try {
            request.write(filling, id);
        } catch (RuntimeException e) {
            filling.cut(before);
            throw e;
        }
    }

    private void added(Request request, int before, long id) {
        if (request.isDressed(filling.size() - before)) {
            byte[] message = filling.tail(before);
            filling.cut(before);
            dressed(request, message, id);
        } else {
            added(before);
        }
    }

    /* What is too long for a frame goes in parts, a frame for each. */
    private void dressed(Request request, byte[] message, long id) {
        List<byte[]> dressed = request.dressed(message, id);
        if (dressed.size() == 1 && dressed.get(0).length <= BATCH_BYTES) {
            int before = filling.size();
            filling.rest(dressed.get(0));
            added(before);
            return;
        }
        if (!filling.isEmpty()) {
            close();
        }
        filling = fresh();
        for (byte[] part : dressed) {
            filling.rest(part);
            close();
        }
    }

    /* A frame has at most its bytes, or one message. */
    private void added(int before) {
        if (filling.size() <= BATCH_BYTES) {
            return;
        }
        if (before > EMPTY) {
            byte[] last = filling.tail(before);
            filling.cut(before);
            close();
            filling.rest(last);
        }
        closeIfFull();
    }

    private void closeIfFull() {
        if (filling.size() > BATCH_BYTES / 2) {
            close();
        }
    }

    private void close() {
        bytes += filling.size();
        full.add(new Frame(WebSocketFrame.BINARY, filling));
        filling = fresh();
    }

    private BinaryWriter fresh() {
        BinaryWriter kept = spare.poll();
        if (kept == null) {
            return new BinaryWriter(WebSocketFrame.HEAD);
        }
        kept.clear();
        return kept;
    }

    private BinaryWriter body(byte[] payload) {
        BinaryWriter body = new BinaryWriter(WebSocketFrame.HEAD);
        body.cut(0);
        body.rest(payload);
        return body;
    }

    private void lone(int opcode, byte[] payload) {
        bytes += payload.length;
        full.add(new Frame(opcode, body(payload)));
    }

    void addClose(int code) {
        if (!filling.isEmpty()) {
            close();
        }
        lone(WebSocketFrame.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    /** Answers a ping; before everything else. */
    void addPong(byte[] payload) {
        bytes += payload.length;
        full.addFirst(new Frame(WebSocketFrame.PONG, body(payload)));
    }

    /** Takes the next frame to be written; false if there is none. */
    boolean next() {
        if (full.isEmpty()) {
            if (filling.isEmpty()) {
                return false;
            }
            close();
        }
        sealing = full.remove();
        bytes -= sealing.body.size();
        return true;
    }

    /** Makes the frame that was taken ready; outside of the lock. */
    void seal() {
        Frame frame = sealing;
        if (frame != null) {
            underWay = masks.seal(frame.opcode, frame.body);
        }
    }

    boolean isUnderWay() {
        return underWay != null;
    }

    /** How many bytes the channel has taken. */
    long written() {
        return written;
    }

    /** Writes as much of the frame under way as the channel takes. */
    void writeTo(WritableByteChannel channel) throws IOException {
        ByteBuffer rest = underWay;
        if (rest != null) {
            written += channel.write(rest);
            if (!rest.hasRemaining()) {
                underWay = null;
            }
        }
    }

    /** The frame that was written may be used again. */
    void recycle() {
        Frame frame = sealing;
        if (frame != null
                && underWay == null
                && frame.opcode == WebSocketFrame.BINARY
                && frame.body.array().length <= 2 * BATCH_BYTES
                && spare.size() < SPARE) {
            spare.add(frame.body);
        }
        sealing = null;
    }
}
