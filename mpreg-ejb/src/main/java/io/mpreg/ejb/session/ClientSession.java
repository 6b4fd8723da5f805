package io.mpreg.ejb.session;

/**
 * The node's side of one connection.
 *
 * <p><b>Threads.</b> Frames one at a time; {@link #closed} at any time.
 */
public interface ClientSession {

    /**
     * Takes a frame; does not block and never throws.
     *
     * @param frame one whole frame; belongs to the session from now on
     */
    void frame(byte[] frame);

    /**
     * Runs something that hands over several frames which have come together; what they have sent
     * leaves together.
     */
    void together(Runnable frames);

    /** The other end has answered a ping. */
    void pong();

    /** The connection has ended; everything that was registered through it goes. */
    void closed(String reason);
}
