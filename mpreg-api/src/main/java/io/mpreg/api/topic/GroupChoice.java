package io.mpreg.api.topic;

/**
 * Which member of a group gets a message.
 *
 * @since 0.1
 */
public enum GroupChoice {
    /** The next in turn. */
    ROUND_ROBIN,
    /** The one with the fewest messages waiting. */
    LEAST_LOADED,
    /** Always the same one for the same value of a header, as long as it is there. */
    STICKY
}
