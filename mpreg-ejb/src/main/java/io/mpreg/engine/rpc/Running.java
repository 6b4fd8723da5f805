package io.mpreg.engine.rpc;

import io.mpreg.api.rpc.CommandProgress;
import io.mpreg.api.rpc.RpcResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A request while it runs.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
interface Running {

    /** By what it is known. */
    Identity identity();

    /** What the caller gets; completed by the thread that ends it. */
    CompletableFuture<RpcResult> result();

    /**
     * Starts what can start.
     *
     * @throws io.mpreg.api.MpregLimitException if it cannot be admitted; nothing runs then
     */
    void begin();

    /** Gives up every command that has no outcome yet. */
    void cancel(String reason);

    /** What runs at present, for people: some of it may be late. */
    List<CommandProgress> active(long now);

    /** How far a command is that has started or ended, for people; likewise. */
    Optional<CommandProgress> progress(String command, long now);
}
