package io.mpreg.engine.transport;

import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.json.JsonWriter;

/**
 * Something that waits to be sent, written when its turn comes.
 *
 * <p><b>Threads.</b> Called by one thread at a time.
 */
public interface Outgoing {

    /**
     * About how many bytes it takes, waiting or written; only {@link PushSeries#join} changes it.
     */
    int size();

    /** Whether it still makes sense; what does not is left out. */
    default boolean isWanted() {
        return true;
    }

    /** Writes one JSON object. */
    void write(JsonWriter out);

    /** Writes one message of the binary protocol; the object, unless it has a compact form. */
    default void write(BinaryWriter out) {
        out.json(this::write);
    }

    /** It was handed over to the connection, or left out because nobody wanted it. */
    default void gone() {}

    /** Whether the same ones are told when it is gone as of the one before it. */
    default boolean endsLike(Outgoing before) {
        return false;
    }

    /**
     * It is gone, and so are those behind it that {@link #endsLike end like} it.
     *
     * @param count how many they are together, at least 1
     */
    default void gone(int count) {
        gone();
    }
}
