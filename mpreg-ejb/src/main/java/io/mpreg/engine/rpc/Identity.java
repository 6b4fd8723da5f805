package io.mpreg.engine.rpc;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.topic.Escape;
import java.nio.charset.StandardCharsets;

/**
 * By what a request is known.
 *
 * @param requestId its own id
 * @param correlationId what it shares with everything that it causes
 * @param principal who asked, as the server has authenticated them; empty for nobody
 * @param chosen whether the caller chose the request's id, so that it can come again
 */
record Identity(String requestId, String correlationId, String principal, boolean chosen) {

    private static final int LONGEST = 200;
    private static final int MOST_BYTES = 400;

    static Identity of(RpcRequest request, String principal, UlidSource ulids) {
        String fresh =
                request.requestId().isPresent() && request.correlationId().isPresent()
                        ? ""
                        : ulids.next().toString();
        return new Identity(
                request.requestId()
                        .map(id -> topical(checked("requestId", id)))
                        .orElseGet(() -> MpregSystem.RPC.trackingPrefix() + fresh),
                request.correlationId().map(id -> checked("correlationId", id)).orElse(fresh),
                principal,
                request.requestId().isPresent());
    }

    /** An id that fits into a topic when it is escaped. */
    private static String topical(String id) {
        int bytes = Escape.segment(id).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw MpregRequestException.field(
                    "requestId",
                    "it has "
                            + bytes
                            + " bytes as a segment of a topic, at most "
                            + MOST_BYTES
                            + " may be");
        }
        return id;
    }

    private static String checked(String field, String id) {
        if (id.isBlank() || id.length() > LONGEST) {
            throw MpregRequestException.field(
                    field, "it must have 1 to " + LONGEST + " characters, has " + id.length());
        }
        return id;
    }
}
