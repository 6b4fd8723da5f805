package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.gate.ClientContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs requests that outlive the node: each is kept on stable storage until its result is.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
interface DurableCalls extends AutoCloseable {

    /** Those of a node that has no queues. */
    DurableCalls NONE =
            new DurableCalls() {
                @Override
                public CompletableFuture<String> submit(RpcRequest request, ClientContext caller) {
                    throw none();
                }

                @Override
                public CompletableFuture<RpcResult> execute(
                        RpcRequest request, ClientContext caller) {
                    throw none();
                }

                @Override
                public Optional<RpcResult> result(String requestId, ClientContext caller) {
                    throw none();
                }

                @Override
                public boolean cancel(String requestId) {
                    return false;
                }

                @Override
                public void close() {}

                private MpregException none() {
                    return MpregException.of(
                            ErrorCode.UNAVAILABLE,
                            "this node has no queues, which keep requests that outlive it; use"
                                    + " FIRE_AND_FORGET");
                }
            };

    /** Keeps a request; it runs whatever happens once the future has its id. */
    CompletableFuture<String> submit(RpcRequest request, ClientContext caller);

    /**
     * The same, with the result; when the request's time is over, the future fails and the request
     * goes on.
     */
    CompletableFuture<RpcResult> execute(RpcRequest request, ClientContext caller);

    /** What became of a request; empty if it has not ended, or is not known. */
    Optional<RpcResult> result(String requestId, ClientContext caller);

    /** Ends a request as cancelled; false if none is open with that id. */
    boolean cancel(String requestId);

    /** Leaves what is open for the next start. */
    @Override
    void close();
}
