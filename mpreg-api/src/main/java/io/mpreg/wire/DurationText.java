package io.mpreg.wire;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 30s}, {@code 5m}, or ISO 8601.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class DurationText {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
    private static final Map<String, Long> MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private DurationText() {}

    /** The duration, if the text is one and it is longer than nothing. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.toLowerCase(Locale.ROOT));
        try {
            Duration duration =
                    matcher.matches()
                            ? Duration.ofMillis(
                                    Math.multiplyExact(
                                            Long.parseLong(matcher.group(1)),
                                            MILLIS.get(matcher.group(2))))
                            : Duration.parse(text);
            return Optional.of(duration).filter(d -> !d.isZero() && !d.isNegative());
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}
