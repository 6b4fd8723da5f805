package io.mpreg.engine.session;

import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.QueueForm;
import io.mpreg.wire.json.JsonWriter;
import java.util.BitSet;

/**
 * The reply to several acknowledgements that came as one message.
 *
 * @param number the request's id
 * @param count how many there were
 * @param failed those that settled nothing, by their places
 */
record AllAcknowledged(long number, int count, BitSet failed) implements Outgoing {

    private static final int SIZE = 24;

    @Override
    public int size() {
        return SIZE + 2 * failed.cardinality();
    }

    @Override
    public void write(JsonWriter out) {
        out.begin()
                .field("op", "ok")
                .field("id", Long.toString(number, Character.MAX_RADIX))
                .field("acknowledged", count - failed.cardinality())
                .end();
    }

    @Override
    public void write(BinaryWriter out) {
        QueueForm.allAcked(out, number, failed);
    }
}
