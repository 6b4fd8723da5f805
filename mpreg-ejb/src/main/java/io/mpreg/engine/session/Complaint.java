package io.mpreg.engine.session;

import io.mpreg.api.MpregException;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.json.JsonWriter;

/** Tells a client about something that was no request: an {@code error} without id. */
record Complaint(MpregException failure, String op) implements Outgoing {

    private static final int SIZE = 300;

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void write(JsonWriter out) {
        Answer.writeError(out, null, failure, op);
    }
}
