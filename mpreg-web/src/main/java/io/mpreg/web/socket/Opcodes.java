package io.mpreg.web.socket;

/** Numbers of RFC 6455: opcodes of frames, and codes with which connections are closed. */
final class Opcodes {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int ALL = 0x0F;

    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int PROTOCOL_ERROR = 1002;
    static final int UNSUPPORTED = 1003;
    static final int NO_TEXT = 1007;
    static final int POLICY = 1008;
    static final int TOO_BIG = 1009;
    static final int TRY_LATER = 1013;

    /** The highest of those that the standard and its registry have given out. */
    static final int LAST = 1014;

    private Opcodes() {}
}
