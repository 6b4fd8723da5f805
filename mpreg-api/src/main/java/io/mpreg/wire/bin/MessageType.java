package io.mpreg.wire.bin;

/** What stands in a frame. A type that is not known is stepped over. */
public final class MessageType {

    /** The first byte of every frame. */
    public static final int VERSION = 1;

    /** An object of the JSON protocol, in UTF-8. */
    public static final int JSON = 0;

    /** A request to publish. */
    public static final int PUBLISH = 1;

    /** The reply to it. */
    public static final int PUBLISHED = 2;

    /** A message of a subscription. */
    public static final int MESSAGE = 3;

    /** A request to send to a queue. */
    public static final int SEND = 4;

    /** The reply to it. */
    public static final int SENT = 5;

    /** A delivery to a consumer. */
    public static final int DELIVERY = 6;

    /** A request to acknowledge a delivery. */
    public static final int ACK = 7;

    /** The reply to it. */
    public static final int ACKED = 8;

    /** A message of several subscriptions. */
    public static final int MESSAGES = 9;

    /** A request to call one function. */
    public static final int CALL = 10;

    /** The reply to it. */
    public static final int RESULT = 11;

    /** An invocation of a function that a client provides. */
    public static final int INVOKE = 12;

    /** What it returned; without a reply. */
    public static final int RETURN = 13;

    /** One reply to several requests to publish. */
    public static final int PUBLISHED_RUN = 14;

    /** A request to acknowledge several deliveries. */
    public static final int ACKS = 15;

    /** The reply to it. */
    public static final int ALL_ACKED = 16;

    /** A part of a long message. */
    public static final int PART = 17;

    /** A message that was made smaller. */
    public static final int PACKED = 18;

    /** Nothing: makes a frame longer where that lets it leave sooner. Nobody knows this type. */
    public static final int FILLING = 127;

    private MessageType() {}
}
