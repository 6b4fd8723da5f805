package io.mpreg.engine.session;

import io.mpreg.api.topic.PublishReceipt;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.PublishForm;
import io.mpreg.wire.json.JsonWriter;

/**
 * The reply to a publication that came in its compact form.
 *
 * @param number the request's id
 */
record Published(long number, PublishReceipt receipt) implements Outgoing {

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
        PublishForm.published(out, number, receipt);
    }
}
