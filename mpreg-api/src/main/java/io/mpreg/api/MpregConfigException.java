package io.mpreg.api;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration is wrong; the message lists every problem with its key.
 *
 * @since 0.1
 */
public final class MpregConfigException extends MpregException {

    private static final long serialVersionUID = 1L;

    MpregConfigException(
            ErrorCode code, String message, Map<String, ?> details, @Nullable Throwable cause) {
        super(code, message, details, cause);
    }

    /** A configuration with these problems, each naming its key, the value and what is valid. */
    public static MpregConfigException of(List<String> problems) {
        return new MpregConfigException(
                ErrorCode.BAD_CONFIGURATION,
                "MPREG does not start, its configuration has "
                        + problems.size()
                        + (problems.size() == 1 ? " problem:" : " problems:")
                        + problems.stream().map(p -> "\n  - " + p).reduce("", String::concat),
                Map.of("problems", List.copyOf(problems)),
                null);
    }
}
