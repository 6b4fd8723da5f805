package io.mpreg.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request cannot be carried out as it stands; sending it again unchanged fails again.
 *
 * @since 0.1
 */
public final class MpregRequestException extends MpregException {

    private static final long serialVersionUID = 1L;

    MpregRequestException(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        super(code, message, details, cause);
    }

    /** A request whose field is wrong: {@link ErrorCode#BAD_REQUEST} with field and reason. */
    public static MpregRequestException field(String field, String reason) {
        return new MpregRequestException(
                ErrorCode.BAD_REQUEST,
                field + ": " + reason,
                Map.of("field", field, "reason", reason),
                null);
    }

    /** A request that names something which is not there: {@link ErrorCode#NOT_FOUND}. */
    public static MpregRequestException notFound(String kind, String name) {
        return new MpregRequestException(
                ErrorCode.NOT_FOUND,
                kind + " '" + name + "' does not exist",
                Map.of("kind", kind, "name", name),
                null);
    }
}
