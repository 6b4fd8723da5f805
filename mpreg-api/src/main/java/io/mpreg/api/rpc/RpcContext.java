package io.mpreg.api.rpc;

import io.mpreg.api.Value;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One invocation, as the function sees it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @since 0.1
 */
public interface RpcContext {

    /** The positional arguments. */
    List<Value> args();

    /** The named arguments. */
    Map<String, Value> kwargs();

    /**
     * A positional argument converted.
     *
     * @throws io.mpreg.api.MpregRequestException if there is none or it is not of that type; the
     *     message names the argument and the type
     */
    <T> @Nullable T arg(int index, Type type);

    /** A named argument converted; fails like {@link #arg}. */
    <T> @Nullable T kwarg(String name, Type type);

    /** The id of the request. */
    String requestId();

    /** The name of the command within the request. */
    String command();

    /** The function that was called. */
    String function();

    /** The version that was chosen. */
    String version();

    /** What ties together everything that the request causes. */
    String correlationId();

    /**
     * Who called, as the server has authenticated them; empty for applications in the server and
     * where nobody was authenticated.
     */
    Optional<String> principal();

    /** The same for every attempt of the same call. */
    String idempotencyKey();

    /** Time left until the caller gives up; zero if it is over. */
    Duration timeLeft();

    /** Whether the caller has cancelled. */
    boolean isCancelled();

    /** Runs when the caller cancels; at once if it has. */
    void onCancel(Runnable action);

    /**
     * Tells how far the function is.
     *
     * @param percent 0 to 100
     * @param step what it does at present
     */
    void progress(double percent, String step);

    /**
     * A request as a part of this invocation: with its correlation id, and with no more time than
     * this invocation has left.
     */
    default RpcRequest part(RpcRequest request) {
        Duration left = timeLeft();
        RpcRequest bounded =
                request.timeout().filter(own -> own.compareTo(left) <= 0).isPresent()
                        ? request
                        : request.timeout(left.isZero() ? Duration.ofNanos(1) : left);
        return bounded.correlationId(correlationId());
    }
}
