package io.mpreg.client;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Frames through a bridge; an empty one is the end. */
final class BridgeLink implements Link {

    private static final byte[] END = {};

    private final Inbound inbound;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Consumer<byte[]> outbound = frame -> {};

    BridgeLink(Inbound inbound) {
        this.inbound = inbound;
    }

    void open(Consumer<byte[]> node) {
        outbound = node;
    }

    /** Takes what the node sends, on the node's thread. */
    void inbound(byte[] frame) {
        if (frame.length > 0) {
            inbound.frame(frame);
        } else if (closed.compareAndSet(false, true)) {
            inbound.closed("the node has closed the session");
        }
    }

    @Override
    public void send(byte[] frame) {
        if (closed.get()) {
            throw Failures.unavailable("the session is closed");
        }
        try {
            outbound.accept(frame);
        } catch (RuntimeException e) {
            throw Failures.unavailable("the node does not take a frame: " + e, e);
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                outbound.accept(END);
            } finally {
                inbound.closed("closed");
            }
        }
    }
}
