package io.mpreg.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a connection does not keep to the protocol.
 *
 * @since 0.1
 */
public final class MpregProtocolException extends MpregException {

    private static final long serialVersionUID = 1L;

    MpregProtocolException(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        super(code, message, details, cause);
    }
}
