package io.mpreg.api.rpc;

import java.util.Objects;
import java.util.Optional;

/**
 * How far a command is.
 *
 * @param requestId its request
 * @param command its name in the request
 * @param function what it calls
 * @param node where it runs or ran; empty if it did not
 * @param status how it ended; empty while it runs
 * @param percent how far the function says it is, 0 to 100
 * @param step what the function says it does; empty if it says nothing
 * @param runningMs for how long it runs or ran, in milliseconds
 * @since 0.1
 */
public record CommandProgress(
        String requestId,
        String command,
        String function,
        String node,
        Optional<CommandStatus> status,
        double percent,
        String step,
        double runningMs) {

    public CommandProgress {
        Objects.requireNonNull(requestId, "requestId");
        Objects.requireNonNull(command, "command");
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(step, "step");
    }

    /** The id by which topics and {@link RpcClient#progress} know the command. */
    public String commandId() {
        return commandId(requestId, command);
    }

    /** The id of a command of a request. */
    public static String commandId(String requestId, String command) {
        return requestId + ":" + command;
    }
}
