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
}
