package io.mpreg.api;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The stable codes of MPREG's errors. A code never changes its meaning; {@code
 * docs/reference/messages.md} says for each what to do.
 *
 * @since 0.1
 */
public enum ErrorCode {
    /** Nobody provides the function that a command names. */
    UNKNOWN_FUNCTION("MPREG-1001"),
    /** A request's graph is broken: a duplicate or unknown name, a cycle, too many commands. */
    BAD_GRAPH("MPREG-1002"),
    /** The function ran and failed. */
    EXECUTION_FAILED("MPREG-1003"),
    /** A call or one of its commands ran out of time. */
    CALL_TIMED_OUT("MPREG-1004"),
    /** The call was cancelled. */
    CANCELLED("MPREG-1005"),
    /** Providers are known but none can be reached. */
    PROVIDER_UNREACHABLE("MPREG-1006"),
    /** A reference points to a field or index that the value does not have. */
    UNRESOLVABLE_REFERENCE("MPREG-1007"),

    /** The request is malformed: a wrong field, an invalid topic, pattern, name or id. */
    BAD_REQUEST("MPREG-1400"),
    /** The caller is not authenticated. */
    NOT_AUTHENTICATED("MPREG-1401"),
    /** The caller may not do this. */
    FORBIDDEN("MPREG-1403"),
    /** What the request names does not exist. */
    NOT_FOUND("MPREG-1404"),
    /** The operation did not finish in its time. */
    TIMED_OUT("MPREG-1408"),
    /** The request contradicts what is there. */
    CONFLICT("MPREG-1409"),
    /** The payload is larger than the node accepts. */
    PAYLOAD_TOO_LARGE("MPREG-1413"),
    /** A limit is reached: rate, depth, subscriptions, open requests. */
    LIMIT_REACHED("MPREG-1429"),
    /** The node failed; its log has the incident. */
    INTERNAL("MPREG-1500"),
    /** No node answers, or the node is starting or stopping. */
    UNAVAILABLE("MPREG-1503"),

    /** A configuration value is wrong; the node does not start. */
    BAD_CONFIGURATION("MPREG-2001"),
    /** A value cannot be converted to or from a payload. */
    CONVERSION("MPREG-2002"),

    /** Stable storage refused a write or a read. */
    STORAGE("MPREG-3001"),
    /** Stable storage holds something that was never written so. */
    STORAGE_CORRUPT("MPREG-3002"),
    /** Another process uses the storage folder. */
    STORAGE_LOCKED("MPREG-3003"),
    /** Stable storage is full. */
    STORAGE_FULL("MPREG-3004"),

    /** The other side does not keep to the protocol. */
    PROTOCOL("MPREG-4001");

    private static final Map<String, ErrorCode> BY_ID = new HashMap<>();

    static {
        for (ErrorCode code : values()) {
            BY_ID.put(code.id, code);
        }
    }

    private final String id;

    ErrorCode(String id) {
        this.id = id;
    }

    /** The code as users see it, such as {@code MPREG-1400}. */
    public String id() {
        return id;
    }

    /** The code with that id, if this version knows it. */
    public static Optional<ErrorCode> of(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
