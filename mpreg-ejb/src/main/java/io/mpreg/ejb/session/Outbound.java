package io.mpreg.ejb.session;

/**
 * Carries frames to the other end of one connection.
 *
 * <p><b>Threads.</b> One send at a time, by any thread; {@link #close} at any time.
 */
public interface Outbound {

    /**
     * Begins to send a frame. Must not wait for the other end, and must not call back on the
     * calling thread's stack more deeply than once.
     *
     * @param frame the frame; belongs to the receiver from now on
     * @param sent told exactly once what became of it
     */
    void send(byte[] frame, Sent sent);

    /** Sends a ping of RFC 6455, or does nothing where there is none; counts as a send. */
    void ping();

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
