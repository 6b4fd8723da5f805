package io.mpreg.client;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Frames over a WebSocket of the JDK. */
final class WebSocketLink implements Link, WebSocket.Listener {

    /** The compact form of the protocol. */
    static final String BINARY = "mpreg.v1.bin";

    private static final int MOST_FRAMES = 16_384;
    private static final int MOST_BYTES = 32 * 1024 * 1024;
    private static final int BATCH_BYTES = 64 * 1024;
    private static final int MOST_INBOUND = 64 * 1024 * 1024;

    private final Inbound inbound;
    private final Outbox outbox = new Outbox(MOST_FRAMES, MOST_BYTES, BATCH_BYTES, this::transmit);
    private final AtomicBoolean over = new AtomicBoolean();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
    private volatile @Nullable WebSocket socket;

    WebSocketLink(Inbound inbound) {
        this.inbound = inbound;
    }

    WebSocketLink open(WebSocket made) {
        opened(made);
        if (over.get()) {
            made.abort();
        }
        return this;
    }

    @Override
    public boolean isBinary() {
        WebSocket way = socket;
        return way != null && BINARY.equals(way.getSubprotocol());
    }

    private void opened(WebSocket made) {
        socket = made;
        outbox.join(isBinary() ? Join.BINARY : Join.JSON);
    }

    private void transmit(byte[] message) {
        WebSocket way = socket;
        if (way == null || over.get()) {
            return;
        }
        CompletableFuture<WebSocket> sending =
                isBinary()
                        ? way.sendBinary(ByteBuffer.wrap(message), true)
                        : way.sendText(new String(message, StandardCharsets.UTF_8), true);
        sending.whenComplete(
                (done, failure) -> {
                    if (failure == null) {
                        outbox.sent();
                    } else {
                        end("a frame could not be sent: " + failure);
                    }
                });
    }

    @Override
    public void send(byte[] frame) {
        if (over.get()) {
            throw Failures.unavailable("the connection is closed");
        }
        outbox.send(frame);
    }

    @Override
    public void onOpen(WebSocket made) {
        opened(made);
        made.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(
            WebSocket from, CharSequence data, boolean complete) {
        if (text.length() + data.length() > MOST_INBOUND) {
            end("the node sent a frame of more than " + MOST_INBOUND + " characters");
            return null;
        }
        text.append(data);
        if (complete) {
            byte[] frame = text.toString().getBytes(StandardCharsets.UTF_8);
            text.setLength(0);
            inbound.frame(frame);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(
            WebSocket from, ByteBuffer data, boolean complete) {
        if (bytes.size() + data.remaining() > MOST_INBOUND) {
            end("the node sent a frame of more than " + MOST_INBOUND + " bytes");
            return null;
        }
        byte[] part = new byte[data.remaining()];
        data.get(part);
        if (complete && bytes.size() == 0) {
            inbound.binary(part);
        } else {
            bytes.writeBytes(part);
            if (complete) {
                byte[] frame = bytes.toByteArray();
                bytes.reset();
                inbound.binary(frame);
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        over("closed by the node with " + code + (reason.isEmpty() ? "" : ": " + reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        end(String.valueOf(failure));
    }

    private void end(String reason) {
        WebSocket way = socket;
        if (way != null) {
            way.abort();
        }
        over(reason);
    }

    private void over(String reason) {
        if (over.compareAndSet(false, true)) {
            inbound.closed(reason);
        }
    }

    @Override
    public void close() {
        WebSocket way = socket;
        if (over.compareAndSet(false, true)) {
            if (way != null) {
                way.sendClose(WebSocket.NORMAL_CLOSURE, "")
                        .whenComplete((done, failure) -> way.abort());
            }
            inbound.closed("closed");
        }
    }
}
