package io.mpreg.engine.session;

import io.mpreg.api.queue.SendReceipt;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.QueueForm;
import io.mpreg.wire.json.JsonWriter;

/**
 * The reply to a message for a queue that came in its compact form.
 *
 * @param number the request's id
 */
record Enqueued(long number, SendReceipt receipt) implements Outgoing {

    private static final int SIZE = 40;

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void write(JsonWriter out) {
        out.begin()
                .field("op", "ok")
                .field("id", Long.toString(number, Character.MAX_RADIX))
                .field("messageId", receipt.messageId().toString())
                .field("correlationId", receipt.correlationId())
                .field("duplicate", receipt.duplicate())
                .field("durability", receipt.durability().name())
                .end();
    }

    @Override
    public void write(BinaryWriter out) {
        QueueForm.sent(out, number, receipt);
    }
}
