package io.mpreg.api;

/**
 * How urgent a message is; the most urgent first.
 *
 * @since 0.1
 */
public enum Priority {
    CRITICAL,
    HIGH,
    NORMAL,
    LOW,
    BULK
}
