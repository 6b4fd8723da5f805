package io.mpreg.api.queue;

/**
 * How safe a message is when its sending completes.
 *
 * @since 0.1
 */
public enum Durability {
    /** On stable storage: survives the loss of power. */
    DISK,
    /** Written to the operating system: survives the end of the process. */
    OS,
    /** In memory: lost with the process. */
    MEMORY
}
