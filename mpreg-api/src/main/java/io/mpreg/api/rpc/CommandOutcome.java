package io.mpreg.api.rpc;

import io.mpreg.api.Value;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of one command.
 *
 * @param status how it ended
 * @param value its result; there if it succeeded
 * @param error what failed; there if it failed, timed out or was cancelled
 * @param skippedBecause the command whose failure kept it from running; there if it was skipped
 * @param level its level in the graph, counted from 0
 * @param node where it ran; empty if it did not
 * @param attempt which attempt decided, counted from 1; 0 if it did not run
 * @param durationMs how long it ran, in milliseconds
 * @param waitedMs how long it waited for others, in milliseconds
 * @since 0.1
 */
public record CommandOutcome(
        CommandStatus status,
        Optional<Value> value,
        Optional<Error> error,
        Optional<String> skippedBecause,
        int level,
        String node,
        int attempt,
        double durationMs,
        double waitedMs) {

    public CommandOutcome {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(skippedBecause, "skippedBecause");
        Objects.requireNonNull(node, "node");
    }

    /**
     * Why a command failed.
     *
     * @param code the stable code, such as {@code MPREG-1003}
     * @param message what happened
     */
    public record Error(String code, String message) {}
}
