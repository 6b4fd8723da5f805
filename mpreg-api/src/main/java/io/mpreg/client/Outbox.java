package io.mpreg.client;

import io.mpreg.api.MpregLimitException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Frames that wait for the one send that a WebSocket takes at a time; what has gathered goes out as
 * one frame.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; the sink gets one frame at a time and
 * calls {@link #sent} when it is through.
 */
final class Outbox {

    /** When the connection has probably taken some of it. */
    static final long RETRY_AFTER_MS = 10;

    private final int most;
    private final int mostBytes;
    private final int batchBytes;
    private final Consumer<byte[]> sink;
    private volatile Join join = Join.JSON;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int bytes;
    private boolean sending;

    Outbox(int most, int mostBytes, int batchBytes, Consumer<byte[]> sink) {
        this.most = most;
        this.mostBytes = mostBytes;
        this.batchBytes = batchBytes;
        this.sink = sink;
    }

    /** Settles how messages become frames; before the first one is sent. */
    void join(Join how) {
        join = how;
    }

    void send(byte[] frame) {
        synchronized (waiting) {
            if (sending) {
                enqueue(frame);
                return;
            }
            sending = true;
        }
        sink.accept(join.lone(frame));
    }

    private void enqueue(byte[] frame) {
        if (waiting.size() >= most) {
            throw MpregLimitException.refusal(
                    "too many frames wait for the connection", most, RETRY_AFTER_MS);
        }
        if (bytes + frame.length > mostBytes && !waiting.isEmpty()) {
            throw MpregLimitException.refusal(
                    "too many bytes wait for the connection", mostBytes, RETRY_AFTER_MS);
        }
        waiting.add(frame);
        bytes += frame.length;
    }

    /** The sink is free again. */
    void sent() {
        byte[] next;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                sending = false;
                return;
            }
            next = gathered();
        }
        sink.accept(next);
    }

    private byte[] gathered() {
        byte[] first = waiting.remove();
        bytes -= first.length;
        if (waiting.isEmpty() || first.length + waiting.peek().length > batchBytes) {
            return join.lone(first);
        }
        ByteArrayOutputStream batch = new ByteArrayOutputStream();
        join.begin(batch);
        batch.writeBytes(first);
        while (!waiting.isEmpty() && batch.size() + waiting.peek().length <= batchBytes) {
            byte[] frame = waiting.remove();
            bytes -= frame.length;
            join.next(batch);
            batch.writeBytes(frame);
        }
        join.end(batch);
        return batch.toByteArray();
    }
}
