package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Payload;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandStatus;
import java.util.Optional;

/** How a command ended. */
sealed interface Outcome {

    CommandStatus status();

    /** Its value, if it succeeded. */
    default Optional<Payload> value() {
        return Optional.empty();
    }

    /** What went wrong, if something did that was its own. */
    default Optional<CommandOutcome.Error> error() {
        return Optional.empty();
    }

    /** The command that did not succeed, so that this one could not run. */
    default Optional<String> skippedBecause() {
        return Optional.empty();
    }

    default boolean succeeded() {
        return status() == CommandStatus.SUCCEEDED;
    }

    /** The function returned a value. */
    record Succeeded(Payload payload) implements Outcome {
        @Override
        public CommandStatus status() {
            return CommandStatus.SUCCEEDED;
        }

        @Override
        public Optional<Payload> value() {
            return Optional.of(payload);
        }
    }

    /** The command could not be run, or its function failed. */
    record Failed(ErrorCode code, String message) implements Outcome {
        @Override
        public CommandStatus status() {
            return CommandStatus.FAILED;
        }

        @Override
        public Optional<CommandOutcome.Error> error() {
            return Optional.of(new CommandOutcome.Error(code.id(), message));
        }
    }

    /** A command that this one needs did not succeed. */
    record Skipped(String because) implements Outcome {
        @Override
        public CommandStatus status() {
            return CommandStatus.SKIPPED;
        }

        @Override
        public Optional<String> skippedBecause() {
            return Optional.of(because);
        }
    }

    /** Its time or that of its request was over. */
    record TimedOut(String message) implements Outcome {
        @Override
        public CommandStatus status() {
            return CommandStatus.TIMED_OUT;
        }

        @Override
        public Optional<CommandOutcome.Error> error() {
            return Optional.of(new CommandOutcome.Error(ErrorCode.CALL_TIMED_OUT.id(), message));
        }
    }

    /** Its request was cancelled. */
    record Cancelled(String message) implements Outcome {
        @Override
        public CommandStatus status() {
            return CommandStatus.CANCELLED;
        }

        @Override
        public Optional<CommandOutcome.Error> error() {
            return Optional.of(new CommandOutcome.Error(ErrorCode.CANCELLED.id(), message));
        }
    }
}
