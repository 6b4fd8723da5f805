package io.mpreg.api.rpc;

/**
 * How a command ended.
 *
 * @since 0.1
 */
public enum CommandStatus {
    SUCCEEDED,
    FAILED,
    /** Not run, because a command that it refers to did not succeed. */
    SKIPPED,
    TIMED_OUT,
    CANCELLED
}
