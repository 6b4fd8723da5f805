package io.mpreg.client;

import io.mpreg.api.MpregLimitException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Frames that wait for the one send that a WebSocket takes at a time; what has gathered goes out as
 * one array.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; the sink gets one text at a time and
 * calls {@link #sent} when it is through.
 */
final class Outbox {

    private final int most;
    private final int mostBytes;
    private final int batchBytes;
    private final Consumer<String> sink;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean sending;

    Outbox(int most, int mostBytes, int batchBytes, Consumer<String> sink) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.batchBytes = batchBytes;
        this.sink = sink;
    }

    void send(byte[] frame) {
        String text;
        synchronized (waiting) {
            if (sending) {
                enqueue(frame);
                return;
            }
            sending = true;
            text = new String(frame, StandardCharsets.UTF_8);
        }
        sink.accept(text);
    }

    private void enqueue(byte[] frame) {
        if (waiting.size() >= most) {
            throw MpregLimitException.of("too many frames wait for the connection", most);
        }
        if (bytes + frame.length > mostBytes && !waiting.isEmpty()) {
            throw MpregLimitException.of("too many bytes wait for the connection", mostBytes);
        }
        waiting.add(frame);
        bytes += frame.length;
    }

    /** The sink is free again. */
    void sent() {
        String next;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                sending = false;
                return;
            }
            next = gathered();
        }
        sink.accept(next);
    }

    private String gathered() {
        byte[] first = waiting.remove();
        bytes -= first.length;
        if (waiting.isEmpty() || first.length + waiting.peek().length > batchBytes) {
            return new String(first, StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        batch.write('[');
        batch.writeBytes(first);
        while (!waiting.isEmpty() && batch.size() + waiting.peek().length <= batchBytes) {
            byte[] frame = waiting.remove();
            bytes -= frame.length;
            batch.write(',');
            batch.writeBytes(frame);
        }
        batch.write(']');
        return batch.toString(StandardCharsets.UTF_8);
    }
}
