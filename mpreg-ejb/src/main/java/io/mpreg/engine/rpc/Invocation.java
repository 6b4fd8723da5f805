package io.mpreg.engine.rpc;

import io.mpreg.api.Payload;
import java.util.List;
import java.util.Map;

/**
 * What a provider is asked to do.
 *
 * @param requestId the request
 * @param command the name of the command in it
 * @param function the function
 * @param correlationId what ties it to everything else that the request causes
 * @param principal who asked, as the server has authenticated them; empty for nobody
 * @param repeatable whether the same key can come again, because the caller chose the request's id
 * @param args the positional arguments
 * @param kwargs the named arguments
 * @param deadline when the caller gives up, in nanoseconds of the node's clock
 */
record Invocation(
        String requestId,
        String command,
        String function,
        String correlationId,
        String principal,
        boolean repeatable,
        List<Payload> args,
        Map<String, Payload> kwargs,
        long deadline) {

    /** The same for every attempt of the same command. */
    String key() {
        return requestId + ":" + command;
    }
}
