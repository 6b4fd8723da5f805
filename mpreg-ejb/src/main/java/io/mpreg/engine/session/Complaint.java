package io.mpreg.engine.session;

import io.mpreg.api.MpregException;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client about something that was no request.
 *
 * @param id the id that it had nevertheless
 * @param op its operation; empty if there was none
 */
record Complaint(MpregException failure, @Nullable String id, String op) implements Outgoing {

    private static final int SIZE = 300;

    @Override
    public int size() {
        return SIZE;
    }

    @Override
    public void write(JsonWriter out) {
        Answer.writeError(out, id, failure, op);
    }
}
