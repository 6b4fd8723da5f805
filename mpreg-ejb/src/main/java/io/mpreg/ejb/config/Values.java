package io.mpreg.ejb.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text forms of configuration values. */
final class Values {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d+)\\s*([A-Za-z]*)");
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L,
                    "d", 86_400_000_000_000L);
    private static final Map<String, Long> BYTES =
            Map.of("", 1L, "b", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private Values() {}

    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    static Set<String> words(String text) {
        return text.equalsIgnoreCase("none")
                ? Set.of()
                : Set.copyOf(Arrays.asList(text.strip().split("\\s*,\\s*")));
    }

    static <E extends Enum<E>> E constant(Class<E> type, String text) {
        return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static <E extends Enum<E>> Set<E> constants(Class<E> type, String text) {
        Set<E> chosen = EnumSet.noneOf(type);
        if (!text.equalsIgnoreCase("none")) {
            for (String word : text.split(",")) {
                chosen.add(constant(type, word.strip()));
            }
        }
        return chosen;
    }

    static boolean flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    static double fraction(String text) {
        double value = Double.parseDouble(text);
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    static Duration duration(String text) {
        if (text.startsWith("P") || text.startsWith("p")) {
            try {
                return Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(text, e);
            }
        }
        return Duration.ofNanos(scaled(text, NANOS));
    }

    static long size(String text) {
        return scaled(text, BYTES);
    }

    static long within(long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(Long.toString(value));
        }
        return value;
    }

    static Duration within(Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(value.toString());
        }
        return value;
    }

    /** A duration as people write it. */
    static String text(Duration value) {
        if (value.toNanosPart() == 0 && value.toSeconds() > 0) {
            return value.toSeconds() + "s";
        }
        return value.toMillis() + "ms";
    }

    private static long scaled(String text, Map<String, Long> units) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(text);
        }
        return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
    }
}
