package io.mpreg.engine.transport;

/**
 * Carries frames to the other end of one connection.
 *
 * <p><b>Threads.</b> One send at a time, by any thread; {@link #close} at any time.
 */
public interface Channel {

    /**
     * Begins to send a frame without blocking.
     *
     * @param frame the frame; belongs to the channel from now on
     * @param sent told exactly once what became of it, on any thread, also before this returns
     */
    void send(byte[] frame, Sent sent);

    /**
     * Asks the other end for a sign of life, where the connection has a way to do so; never while a
     * send is under way.
     */
    default void ping() {}

    /** Ends the connection, with a code and a reason of RFC 6455. */
    void close(int code, String reason);

    /** Learns what became of a frame. */
    interface Sent {

        /** The frame is handed over; the next one may be sent. */
        void sent();

        /** The frame is lost, and the connection with it. */
        void failed(String reason);
    }
}
