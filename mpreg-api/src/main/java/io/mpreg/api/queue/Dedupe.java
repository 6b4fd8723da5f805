package io.mpreg.api.queue;

/**
 * What a queue takes for the same message sent twice.
 *
 * @since 0.1
 */
public enum Dedupe {
    /** Nothing: every send is a message. */
    OFF,
    /** The same dedupe id, or the same message id where there is none. */
    ID,
    /** The same topic, payload and headers. */
    FINGERPRINT
}
