package io.mpreg.api.rpc;

import io.mpreg.api.Registration;
import io.mpreg.api.Value;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Calls functions and graphs of them, and provides functions to others.
 *
 * <pre>{@code
 * double price = mpreg.rpc().call("prices.total", 17).as(Double.class);
 *
 * mpreg.rpc().register(FunctionSpec.named("prices.total"),
 *         context -> total(context.arg(0, Integer.class)));
 * }</pre>
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Functions run on threads of the server,
 * on behalf of the client that registered them; so does what follows on a returned stage, on behalf
 * of the client that called. A function that waits for another call keeps its thread meanwhile: let
 * it return the stage instead.
 *
 * <p><b>Failure.</b> A broken graph fails the request with {@link io.mpreg.api.ErrorCode#BAD_GRAPH}
 * before anything runs. A command that fails does not fail the request: look at {@link
 * RpcResult#outcomes()}.
 *
 * @since 0.1
 */
public interface RpcClient {

    /**
     * Calls one function and waits for its value.
     *
     * @throws io.mpreg.api.MpregException with the command's code if it does not succeed
     */
    Value call(String function, @Nullable Object... args);

    /** Calls one function without waiting; the stage fails if the function does not succeed. */
    CompletionStage<Value> callAsync(String function, @Nullable Object... args);

    /** Runs a graph of calls and waits until every command has an outcome. */
    RpcResult execute(RpcRequest request);

    /** Runs a graph of calls without waiting. */
    CompletionStage<RpcResult> executeAsync(RpcRequest request);

    /**
     * Hands over a request that outlives this client and restarts of the node, and does not wait
     * for its end.
     *
     * <p>When this returns, the request is on stable storage: it runs as soon as it can, again if
     * the node stops meanwhile, so each function runs at least once, with the same {@link
     * RpcContext#idempotencyKey}. A function that nobody provides at the time is waited for. {@link
     * #result} has the outcome. A request with an id that was handed over before is the same
     * request and does not run once more.
     *
     * <p>{@link #execute} and {@link #executeAsync} do the same and wait for the end, if the
     * request's delivery is {@link io.mpreg.api.Guarantee#AT_LEAST_ONCE}.
     *
     * @return the request's id
     * @throws io.mpreg.api.MpregLimitException if too many requests wait already
     * @throws io.mpreg.api.MpregRequestException {@link io.mpreg.api.ErrorCode#CONFLICT} if another
     *     request was handed over under that id
     */
    String submit(RpcRequest request);

    /** The same without waiting for stable storage; the stage has the request's id. */
    CompletionStage<String> submitAsync(RpcRequest request);

    /**
     * What became of a request that was handed over by {@link #submit}, or executed with {@link
     * io.mpreg.api.Guarantee#AT_LEAST_ONCE}; it is kept for a time that the node's configuration
     * says.
     *
     * @return empty if it has not ended yet, or is not known, or no more
     */
    Optional<RpcResult> result(String requestId);

    /**
     * Cancels a request that runs.
     *
     * @return false if there is none with that id
     */
    boolean cancel(String requestId);

    /**
     * Provides a function until the registration is closed.
     *
     * @throws io.mpreg.api.MpregRequestException {@link io.mpreg.api.ErrorCode#CONFLICT} if this
     *     client provides the same version already, or the function's name goes with another id
     * @throws io.mpreg.api.MpregAccessException {@link io.mpreg.api.ErrorCode#FORBIDDEN} for a name
     *     below {@code mpreg.}, where only the node provides functions
     */
    Registration register(FunctionSpec spec, FunctionHandler handler);

    /** The functions whose names match a topic pattern; {@code #} for all. */
    List<FunctionInfo> functions(String pattern);

    /** What a request would do; nothing runs. */
    RpcPlan explain(RpcRequest request);

    /**
     * How far a command is. Those that run are known; of those that ended the latest are, if their
     * request published its progress.
     *
     * <p>To be told instead of asking, subscribe to {@code mpreg.rpc.command.*.progress} and the
     * topics beside it.
     *
     * @param commandId {@code requestId:command}
     */
    Optional<CommandProgress> progress(String commandId);

    /** The commands that run at present. */
    List<CommandProgress> active();

    /** How the calls of each function went, those that took the most time first. */
    List<FunctionReport> analytics();
}
