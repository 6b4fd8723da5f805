package io.mpreg.engine.transport;

import java.util.List;

/**
 * Makes one frame of several messages.
 *
 * <p><b>Threads.</b> Called by one thread at a time; keeps its buffer from frame to frame.
 */
public interface Framing {

    /**
     * Writes a frame.
     *
     * @param messages at least one
     */
    byte[] frame(List<Outgoing> messages);

    /**
     * Makes use of what the other end can undo from now on, where there is a way to.
     *
     * @param as may be told by another thread
     */
    default void dress(Dress as) {}

    /** Frames of {@code mpreg.v1.json}: an object, or an array of several. */
    static Framing json() {
        return new JsonFraming();
    }

    /** Frames of {@code mpreg.v1.bin}. */
    static Framing binary() {
        return new BinaryFraming();
    }
}
