package io.mpreg.engine.transport;

import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.json.JsonWriter;

/**
 * Something that waits to be sent, written when its turn comes.
 *
 * <p><b>Threads.</b> Called by one thread at a time.
 */
public interface Outgoing {

    /** About how many bytes it takes, waiting or written; only {@link #join} changes it. */
    int size();

    /**
     * Where in the outbox the one stands that it must not overtake; {@code Long.MAX_VALUE} if it
     * has to go last.
     */
    default long after() {
        return Long.MAX_VALUE;
    }

    /** It stands at that place of the outbox now, alone or taken in by another one. */
    default void placed(long place) {}

    /**
     * Takes in another one, if both can be sent as one.
     *
     * @return how many bytes more it takes; -1 if it does not take it in
     */
    default int join(Outgoing next) {
        return -1;
    }

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
}
