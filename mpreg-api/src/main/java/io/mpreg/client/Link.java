package io.mpreg.client;

/**
 * A way for frames to a node and back, until it breaks.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
interface Link {

    /**
     * Hands a frame over without waiting.
     *
     * @throws io.mpreg.api.MpregException if the link is closed or too much is waiting
     */
    void send(byte[] frame);

    /** Ends the link; {@link Inbound#closed} follows unless it has been called. */
    void close();

    /** What a link tells; never two calls at a time. */
    interface Inbound {

        /** A frame has come: an object, or an array of them. */
        void frame(byte[] utf8);

        /** The link has ended and stays so. */
        void closed(String reason);
    }
}
