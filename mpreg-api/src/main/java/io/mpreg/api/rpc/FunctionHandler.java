package io.mpreg.api.rpc;

import org.jspecify.annotations.Nullable;

/**
 * The body of a function.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface FunctionHandler {

    /**
     * Runs the function on a thread of the server. A {@link java.util.concurrent.CompletionStage}
     * as the result means that the value comes later.
     *
     * @throws Exception if it fails; the caller gets the message, the log gets the rest
     */
    @Nullable Object invoke(RpcContext context) throws Exception;
}
