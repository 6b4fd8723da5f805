package io.mpreg.engine.node;

import io.mpreg.engine.transport.Channel;
import java.util.function.Consumer;

/** The way from a session to an application in the same process: an empty frame is the end. */
final class BridgeChannel implements Channel {

    private static final byte[] END = {};

    private final Consumer<byte[]> application;

    BridgeChannel(Consumer<byte[]> application) {
        this.application = application;
    }

    @Override
    public void send(byte[] frame, Sent sent) {
        try {
            application.accept(frame);
        } catch (RuntimeException e) {
            sent.failed("the application does not take a frame: " + e);
            return;
        }
        sent.sent();
    }

    @Override
    public void close(int code, String reason) {
        application.accept(END);
    }
}
