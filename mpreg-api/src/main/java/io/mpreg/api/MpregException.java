package io.mpreg.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that MPREG throws: a code, what went wrong, where, and what to do.
 *
 * <p>The same types are thrown by blocking operations and carried by failed completion stages,
 * wherever the node is. A message that came from a node never holds a stack trace of it.
 *
 * <p><b>Transactions.</b> A runtime exception without an {@code ApplicationException} rule: an EJB
 * that lets one pass rolls back its transaction.
 *
 * @since 0.1
 */
public class MpregException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    @SuppressWarnings("serial") // details hold JSON values only, which are serializable
    private final Map<String, Object> details;

    protected MpregException(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        this(code, message, details, cause, true);
    }

    /**
     * @param traced whether it gets a stack trace, which costs more than the rest of it; without
     *     one it takes no suppressed exceptions either, so that it never changes and can be thrown
     *     again
     */
    MpregException(
            ErrorCode code,
            String message,
            Map<String, ?> details,
            @Nullable Throwable cause,
            boolean traced) {
        super(message, cause, traced, traced);
        this.code = code;
        this.details = Map.copyOf(details);
    }

    /** The stable code. */
    public ErrorCode code() {
        return code;
    }

    /** Facts for programs, such as {@code field} and {@code reason}: JSON values by name. */
    public Map<String, Object> details() {
        return details;
    }

    /** The exception of the type that belongs to a code. */
    public static MpregException of(ErrorCode code, String message) {
        return of(code, message, Map.of());
    }

    /** The exception of the type that belongs to a code. */
    public static MpregException of(ErrorCode code, String message, Map<String, ?> details) {
        return of(code, message, details, null);
    }

    /** The exception of the type that belongs to a code. */
    public static MpregException of(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        return switch (code) {
            case UNKNOWN_FUNCTION,
                    BAD_GRAPH,
                    EXECUTION_FAILED,
                    CANCELLED,
                    PROVIDER_UNREACHABLE,
                    UNRESOLVABLE_REFERENCE ->
                    new MpregRpcException(code, message, details, cause);
            case CALL_TIMED_OUT, TIMED_OUT ->
                    new MpregTimeoutException(code, message, details, cause);
            case BAD_REQUEST, NOT_FOUND, CONFLICT, PAYLOAD_TOO_LARGE, CONVERSION ->
                    new MpregRequestException(code, message, details, cause);
            case NOT_AUTHENTICATED, FORBIDDEN ->
                    new MpregAccessException(code, message, details, cause);
            case LIMIT_REACHED -> new MpregLimitException(code, message, details, cause);
            case UNAVAILABLE -> new MpregUnavailableException(code, message, details, cause);
            case BAD_CONFIGURATION -> new MpregConfigException(code, message, details, cause);
            case STORAGE, STORAGE_CORRUPT, STORAGE_LOCKED, STORAGE_FULL ->
                    new MpregStorageException(code, message, details, cause);
            case PROTOCOL -> new MpregProtocolException(code, message, details, cause);
            case INTERNAL -> new MpregException(code, message, details, cause);
        };
    }

    @Override
    public String toString() {
        return getClass().getName() + ": " + code.id() + ": " + getMessage();
    }
}
