package io.mpreg.client;

/** Numbers of RFC 6455, section 5.2. */
final class WebSocketFrame {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    static final int FINAL = 0x80;
    static final int RESERVED = 0x70;
    static final int OPCODE = 0x0F;
    static final int MASKED = 0x80;
    static final int LENGTH = 0x7F;
    static final int SHORT = 126;
    static final int LONG = 127;

    /** The most bytes before the payload of a client's frame. */
    static final int HEAD = 14;

    /** The most bytes of a control frame's payload. */
    static final int CONTROL = 125;

    private WebSocketFrame() {}
}
