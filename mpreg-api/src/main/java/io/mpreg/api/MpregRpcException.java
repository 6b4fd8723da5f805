package io.mpreg.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call or its graph failed for a reason that lies in the call, the function or its providers.
 *
 * @since 0.1
 */
public final class MpregRpcException extends MpregException {

    private static final long serialVersionUID = 1L;

    MpregRpcException(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        super(code, message, details, cause);
    }
}
