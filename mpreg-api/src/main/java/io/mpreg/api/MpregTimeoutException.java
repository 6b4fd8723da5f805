package io.mpreg.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An operation did not finish in its time; whether it took effect is unknown.
 *
 * @since 0.1
 */
public final class MpregTimeoutException extends MpregException {

    private static final long serialVersionUID = 1L;

    MpregTimeoutException(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        super(code, message, details, cause);
    }
}
