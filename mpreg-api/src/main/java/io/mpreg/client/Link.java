package io.mpreg.client;

import java.util.function.BooleanSupplier;

/**
 * A way for frames to a node and back, until it breaks.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
interface Link {

    /** Whether it takes messages in their compact form, without a frame's version. */
    default boolean isBinary() {
        return false;
    }

    /**
     * Hands a message over without waiting: an object of JSON, or a message in compact form.
     *
     * @throws io.mpreg.api.MpregException if the link is closed or too much is waiting
     */
    void send(byte[] frame);

    /**
     * Hands a request over without waiting.
     *
     * @param alone whether hardly anything else is under way, so that more to send along with it is
     *     not to be expected
     * @throws io.mpreg.api.MpregException if the link is closed or too much is waiting
     */
    default void send(Request request, long id, boolean alone) {
        if (isBinary()) {
            request.dressed(request.toBinary(id), id).forEach(this::send);
        } else {
            send(request.toFrame(id));
        }
    }

    /** Ends the link; {@link Inbound#closed} follows unless it has been called. */
    void close();

    /** What a link tells; never two calls at a time. */
    interface Inbound {

        /**
         * The calling thread reads from now on, by itself.
         *
         * @param other lets another thread read instead, while this one is in {@link #hasRead};
         *     false if there is none
         */
        default void reads(BooleanSupplier other) {}

        /**
         * The thread that reads has handed on what was there, and goes on to wait for more.
         *
         * @return whether it still reads; if not, another thread does
         */
        default boolean hasRead() {
            return true;
        }

        /** A frame has come: an object, or an array of them. */
        void frame(byte[] utf8);

        /**
         * A frame of the compact form has come.
         *
         * @param array holds the frame, and something else when this returns
         * @param from where it begins
         * @param to behind its end
         */
        void binary(byte[] array, int from, int to);

        /** A frame of the compact form has come. */
        default void binary(byte[] frame) {
            binary(frame, 0, frame.length);
        }

        /** The link has ended and stays so. */
        void closed(String reason);
    }
}
