package io.mpreg.client;

/**
 * Whether a client has its node.
 *
 * @since 0.1
 */
public enum ConnectionState {
    /** Not yet, or not any more; the client keeps trying. */
    CONNECTING,
    /** It has, and everything that was registered is in place. */
    CONNECTED,
    /** The client is closed. */
    CLOSED
}
