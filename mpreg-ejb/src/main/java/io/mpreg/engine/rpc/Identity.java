package io.mpreg.engine.rpc;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.engine.time.UlidSource;

/**
 * By what a request is known.
 *
 * @param requestId its own id
 * @param correlationId what it shares with everything that it causes
 * @param chosen whether the caller chose the request's id, so that it can come again
 */
record Identity(String requestId, String correlationId, boolean chosen) {

    private static final int LONGEST = 200;

    static Identity of(RpcRequest request, UlidSource ulids) {
        String fresh =
                request.requestId().isPresent() && request.correlationId().isPresent()
                        ? ""
                        : ulids.next().toString();
        return new Identity(
                request.requestId()
                        .map(id -> checked("requestId", id))
                        .orElseGet(() -> MpregSystem.RPC.trackingPrefix() + fresh),
                request.correlationId().map(id -> checked("correlationId", id)).orElse(fresh),
                request.requestId().isPresent());
    }

    private static String checked(String field, String id) {
        if (id.isBlank() || id.length() > LONGEST) {
            throw MpregRequestException.field(
                    field, "it must have 1 to " + LONGEST + " characters, has " + id.length());
        }
        return id;
    }
}
