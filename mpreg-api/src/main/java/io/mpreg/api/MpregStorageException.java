package io.mpreg.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stable storage failed: the message says which file, where in it, and what to do.
 *
 * @since 0.1
 */
public final class MpregStorageException extends MpregException {

    private static final long serialVersionUID = 1L;

    MpregStorageException(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        super(code, message, details, cause);
    }
}
