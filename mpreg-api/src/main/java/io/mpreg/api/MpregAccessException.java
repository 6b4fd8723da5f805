package io.mpreg.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The caller is not known or not allowed to do this.
 *
 * @since 0.1
 */
public final class MpregAccessException extends MpregException {

    private static final long serialVersionUID = 1L;

    MpregAccessException(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        super(code, message, details, cause);
    }
}
