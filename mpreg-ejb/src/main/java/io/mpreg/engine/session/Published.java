package io.mpreg.engine.session;

import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.json.JsonWriter;

/**
 * The reply to publications that came in their compact form.
 *
 * @param number the id of the first request; the others follow it
 * @param receipt that of the first one; the ids of the other messages follow its
 * @param count how many there are
 */
record Published(long number, PublishReceipt receipt, int count) implements Outgoing {

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
                .field("matched", receipt.matched())
                .end();
    }

    @Override
    public void write(BinaryWriter out) {
        if (count == 1) {
            PublishForm.published(out, number, receipt);
        } else {
            PublishForm.published(out, number, receipt, count);
        }
    }
}
