package io.mpreg.engine.session;

import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.QueueForm;
import io.mpreg.wire.json.JsonWriter;

/**
 * The reply to an acknowledgement that came in its compact form.
 *
 * @param number the request's id
 * @param count how many deliveries it settled
 */
record Acknowledged(long number, long count) implements Outgoing {

    private static final int SIZE = 24;

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void write(JsonWriter out) {
        out.begin()
                .field("op", "ok")
                .field("id", Long.toString(number, Character.MAX_RADIX))
                .field("acknowledged", count)
                .end();
    }

    @Override
    public void write(BinaryWriter out) {
        QueueForm.acked(out, number, count);
    }
}
