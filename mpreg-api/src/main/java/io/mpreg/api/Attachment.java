package io.mpreg.api;

/**
 * The way a client reaches its node.
 *
 * @since 0.1
 */
public enum Attachment {
    /** Method calls: node and application share the API classes. */
    SHARED,
    /**
     * Frames through a bridge of JDK types: the application has its own copy of the API classes.
     */
    BRIDGED,
    /** Frames over WebSocket: the node is in another process. */
    REMOTE
}
