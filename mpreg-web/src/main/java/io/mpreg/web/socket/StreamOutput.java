package io.mpreg.web.socket;

import io.mpreg.ejb.session.Outbound;
import io.mpreg.wire.bin.MessageType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of one connection to the stream of a connection that Open Liberty has upgraded,
 * on the thread that sends them, without ever waiting for the other end.
 *
 * <p>What the socket does not take at once Liberty writes when there is room, but only in blocks of
 * {@link #BLOCK} bytes; the rest of them it writes when it is told to flush, and that would wait.
 * So it is flushed when {@link Headroom} knows that there is room, which a pong tells; if there is
 * none to be expected, the ping for it leaves in a whole block, made so by a frame that says
 * nothing.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; one of them writes at a time, the
 * others leave their frames to it.
 */
final class StreamOutput implements WriteListener {

    /** How many bytes Liberty gathers. */
    static final int BLOCK = 32 << 10;

    private static final int SMALL = 4 << 10;
    private static final int FINAL = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;

    // Of a message that says nothing: version, type, length.
    private static final int LENGTH_BYTES = 4;
    private static final int LEAST_FILLING = 4 + 2 + LENGTH_BYTES;

    /** For frames whose sender need not know. */
    private static final Outbound.Sent NOBODY =
            new Outbound.Sent() {
                @Override
                public void sent() {}

                @Override
                public void failed(String reason) {}
            };

    private final ServletOutputStream stream;
    private final Headroom headroom;
    private final Consumer<Throwable> failed;

    /** What the last ping carried that was not answered: who pings without reading gets no more. */
    private final AtomicReference<byte @Nullable []> pong = new AtomicReference<>();

    /** What a closing frame is to carry. */
    private final AtomicReference<byte @Nullable []> parting = new AtomicReference<>();

    /** Whether the heartbeat wants a ping. */
    private final AtomicBoolean beat = new AtomicBoolean();

    /** The message under way: its session sends one at a time. */
    private final ConcurrentLinkedQueue<Piece> waiting = new ConcurrentLinkedQueue<>();

    /** How often somebody has asked for writing since the one who writes has last looked. */
    private final AtomicInteger asked = new AtomicInteger();

    private volatile long taken;
    private volatile long written;
    private volatile @Nullable Throwable broken;
    private volatile @Nullable Runnable last;

    // Of the one who writes.
    private @Nullable Piece current;
    private int gathered;
    private boolean unflushed;
    private boolean parted;
    private boolean over;

    /**
     * @param headroom knows what has been read
     * @param failed learns that the stream takes nothing any more
     */
    StreamOutput(ServletOutputStream stream, Headroom headroom, Consumer<Throwable> failed) {
        this.stream = stream;
        this.headroom = headroom;
        this.failed = failed;
    }

    /** A frame, written in one go if it is small. */
    private static final class Piece {

        private final byte[] first;
        private final byte @Nullable [] second;
        private final Outbound.Sent sent;

        Piece(int opcode, byte[] payload, Outbound.Sent sent) {
            byte[] head = head(opcode, payload.length);
            boolean small = payload.length <= SMALL;
            this.first = small ? Arrays.copyOf(head, head.length + payload.length) : head;
            this.second = small ? null : payload;
            this.sent = sent;
            if (small) {
                System.arraycopy(payload, 0, first, head.length, payload.length);
            }
        }
    }

    /**
     * Writes a message when the other end has read enough of those before; one at a time.
     *
     * @param payload belongs to the stream from now on
     */
    void send(byte[] payload, Outbound.Sent sent) {
        taken++;
        waiting.add(new Piece(Opcodes.BINARY, payload, sent));
        write();
    }

    /** How many messages are written. */
    long written() {
        return written;
    }

    /** Whether a message is not written yet. */
    boolean isBehind() {
        return written < taken;
    }

    /** Answers a ping, unless another one comes before that. */
    void pong(byte[] carried) {
        pong.set(carried);
        write();
    }

    /** Writes a closing frame, before messages that wait. */
    void close(byte[] payload) {
        parting.set(payload);
        write();
    }

    /** Sends a ping, whose pong will say how much has been read. */
    void ping() {
        beat.set(true);
        write();
    }

    /** A ping was answered. */
    void answered(ByteBuffer carried) {
        headroom.answered(carried);
        write();
    }

    /** Does something when what is under way is written, or cannot be; nothing is written then. */
    void end(Runnable action) {
        last = action;
        write();
    }

    @Override
    public void onWritePossible() {
        write();
    }

    @Override
    public void onError(Throwable failure) {
        broken = failure;
        write();
    }

    /* Writes what waits, unless another thread is at it, which does it then. Never waits. */
    private void write() {
        if (asked.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            try {
                turn();
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
            seen = asked.addAndGet(-seen);
        } while (seen != 0);
    }

    private void turn() throws IOException {
        Throwable why = broken;
        if (why != null) {
            fail(why);
            return;
        }
        while (!over && isReady()) {
            Piece piece = current;
            byte[] second = piece == null ? null : piece.second;
            if (piece != null && second != null) {
                put(second);
                through(piece);
                continue;
            }
            piece = next();
            current = piece;
            if (piece == null) {
                if (flush()) {
                    finish();
                }
                return;
            }
            put(piece.first);
            if (piece.second == null) {
                through(piece);
            }
        }
        if (over) {
            giveUp();
        }
    }

    private void through(Piece piece) {
        current = null;
        if (piece.sent != NOBODY) {
            written++;
        }
        piece.sent.sent();
    }

    /* Whoever is told that it is not ready is called when it is. Liberty may be about to become
     * ready while it says that it is not, and call nobody: the second look sees that. */
    private boolean isReady() {
        return stream.isReady() || stream.isReady();
    }

    private @Nullable Piece next() {
        byte[] goodbye = parting.getAndSet(null);
        if (goodbye != null) {
            parted = true;
            return new Piece(Opcodes.CLOSE, goodbye, NOBODY);
        }
        byte[] ping = pong.getAndSet(null);
        if (ping != null) {
            return new Piece(Opcodes.PONG, ping, NOBODY);
        }
        ByteBuffer mark = beat.getAndSet(false) ? headroom.mark() : headroom.wants();
        if (mark != null) {
            return new Piece(Opcodes.PING, mark.array(), NOBODY);
        }
        return headroom.isUsedUp() || last != null ? null : waiting.poll();
    }

    private void put(byte[] bytes) throws IOException {
        headroom.noted(bytes.length);
        gathered = (gathered + bytes.length) % BLOCK;
        unflushed = true;
        stream.write(bytes);
    }

    /* Whether all has left, or may stay. */
    private boolean flush() throws IOException {
        if (!unflushed) {
            return true;
        }
        if (gathered > 0 && !headroom.isSure()) {
            if (!parted && last == null && headroom.isAsking(gathered)) {
                return true;
            }
            put(filling(BLOCK - gathered));
            if (!isReady()) {
                return false;
            }
        }
        gathered = 0;
        unflushed = false;
        stream.flush();
        return true;
    }

    /** A frame that says nothing: of so many bytes, or a block more if there is none so short. */
    static byte[] filling(int wanted) {
        boolean none = wanted < LEAST_FILLING || wanted - 2 >= SHORT && wanted - 4 < SHORT;
        int bytes = none ? wanted + BLOCK : wanted;
        int head = bytes - 2 < SHORT ? 2 : 4;
        byte[] frame = Arrays.copyOf(head(Opcodes.BINARY, bytes - head), bytes);
        int length = bytes - head - 2 - LENGTH_BYTES;
        frame[head] = MessageType.VERSION;
        frame[head + 1] = MessageType.FILLING;
        for (int i = 0; i < LENGTH_BYTES; i++) {
            int more = i < LENGTH_BYTES - 1 ? 0x80 : 0;
            frame[head + 2 + i] = (byte) (length >>> 7 * i & 0x7F | more);
        }
        return frame;
    }

    private static byte[] head(int opcode, int size) {
        int bytes = size < SHORT ? 0 : size < 1 << Short.SIZE ? Short.BYTES : Long.BYTES;
        byte[] head = new byte[2 + bytes];
        head[0] = (byte) (FINAL | opcode);
        head[1] = (byte) (bytes == 0 ? size : bytes == Short.BYTES ? SHORT : LONG);
        for (int i = 0; i < bytes; i++) {
            head[1 + bytes - i] = (byte) ((long) size >>> Byte.SIZE * i);
        }
        return head;
    }

    private void fail(Throwable failure) {
        boolean first = !over;
        over = true;
        broken = null;
        giveUp();
        if (first) {
            failed.accept(failure);
        }
    }

    private void giveUp() {
        Piece piece = current == null ? waiting.poll() : current;
        current = null;
        while (piece != null) {
            piece.sent.failed("the connection takes nothing any more");
            piece = waiting.poll();
        }
        finish();
    }

    private void finish() {
        Runnable action = last;
        if (action != null) {
            over = true;
            last = null;
            action.run();
        }
    }
}
