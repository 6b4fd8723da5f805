package io.mpreg.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No node answers: none is there, or it is starting or stopping. Trying again later is safe.
 *
 * @since 0.1
 */
public final class MpregUnavailableException extends MpregException {

    private static final long serialVersionUID = 1L;

    MpregUnavailableException(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        super(code, message, details, cause);
    }
}
