package io.mpreg.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A limit of the node is reached. The message names the limit; {@code details} may hold {@code
 * retryAfterMs}.
 *
 * @since 0.1
 */
public final class MpregLimitException extends MpregException {

    private static final long serialVersionUID = 1L;

    MpregLimitException(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        super(code, message, details, cause);
    }

    private MpregLimitException(String message, Map<String, ?> details) {
        super(ErrorCode.LIMIT_REACHED, message, details, null, false);
    }

    /**
     * A limit that is reached.
     *
     * @param message what is full, and its name
     * @param limit the configured limit
     */
    public static MpregLimitException of(String message, long limit) {
        return new MpregLimitException(
                ErrorCode.LIMIT_REACHED, message, Map.of("limit", limit), null);
    }

    /**
     * The refusal of something that may be tried again. It has no stack trace, so that refusing
     * costs little where it happens most: under more load than can be taken.
     *
     * @param message what is full, and its name
     * @param limit the configured limit
     * @param retryAfterMs when to try again, in milliseconds
     */
    public static MpregLimitException refusal(String message, long limit, long retryAfterMs) {
        return refusal(message, Map.of("limit", limit, "retryAfterMs", retryAfterMs));
    }

    /** The same with facts of one's own, {@code limit} and {@code retryAfterMs} among them. */
    public static MpregLimitException refusal(String message, Map<String, ?> details) {
        return new MpregLimitException(message, details);
    }
}
