package io.mpreg.engine.session;

import io.mpreg.api.Headers;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.engine.topic.TopicPattern;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.json.RawJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request, or of an object inside one. A field of the wrong type fails with {@link
 * io.mpreg.api.ErrorCode#BAD_REQUEST} and names it; a field that is null counts as absent.
 *
 * @param place what stands before a field's name in errors, such as {@code commands[0].}
 * @param values the fields as they were parsed
 */
record Fields(String place, Map<?, ?> values) {

    /** How far the digits of a number may reach to be taken for a whole one. */
    private static final int MOST_DIGITS = 20;

    private static final long LONGEST_MILLIS = Duration.ofDays(36_500).toMillis();

    boolean has(String name) {
        return values.get(name) != null;
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "it is missing"));
    }

    String text(String name, String absent) {
        return optionalText(name).orElse(absent);
    }

    Optional<String> optionalText(String name) {
        return field(name, String.class, "a string");
    }

    boolean flag(String name, boolean absent) {
        return field(name, Boolean.class, "true or false").orElse(absent);
    }

    int whole(String name, int absent, int least) {
        return has(name) ? whole(name, least) : absent;
    }

    int whole(String name, int least) {
        long value = number(name);
        if (value < least || value > Integer.MAX_VALUE) {
            throw wrong(
                    name,
                    "it must be from " + least + " to " + Integer.MAX_VALUE + ", is " + value);
        }
        return (int) value;
    }

    long number(String name) {
        Object value = values.get(name);
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof BigDecimal decimal
                && Math.abs((long) decimal.scale()) <= MOST_DIGITS
                && decimal.precision() <= MOST_DIGITS) {
            try {
                return decimal.longValueExact();
            } catch (ArithmeticException e) {
                throw wrong(name, "it must be a whole number");
            }
        }
        throw wrong(name, value == null ? "it is missing" : "it must be a whole number");
    }

    double decimal(String name) {
        return field(name, Number.class, "a number")
                .orElseThrow(() -> wrong(name, "it is missing"))
                .doubleValue();
    }

    Optional<Duration> millis(String name) {
        return has(name) ? Optional.of(someMillis(name)) : Optional.empty();
    }

    /** A time limit, which must leave some time. */
    Optional<Duration> limit(String name) {
        Optional<Duration> limit = millis(name);
        if (limit.isPresent() && limit.get().isZero()) {
            throw wrong(name, "it must be positive");
        }
        return limit;
    }

    Duration millis(String name, Duration absent) {
        return has(name) ? someMillis(name) : absent;
    }

    private Duration someMillis(String name) {
        long value = number(name);
        if (value < 0) {
            throw wrong(name, "it must not be negative, is " + value);
        }
        return Duration.ofMillis(Math.min(value, LONGEST_MILLIS));
    }

    Optional<Ulid> ulid(String name) {
        Optional<String> text = optionalText(name);
        if (text.isPresent() && !Ulid.isValid(text.get())) {
            throw wrong(name, "'" + shortened(text.get()) + "' is not a ULID");
        }
        return text.map(Ulid::parse);
    }

    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        Optional<String> text = optionalText(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String wanted = text.get().toUpperCase(Locale.ROOT).replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(wanted)) {
                return Optional.of(constant);
            }
        }
        throw wrong(
                name,
                "'" + shortened(text.get()) + "' is none of " + List.of(type.getEnumConstants()));
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E absent) {
        return choice(name, type).orElse(absent);
    }

    /** The payload of a value; JSON null if the field is absent. */
    Payload payload(String name) {
        try {
            return Payloads.fromFrame(values.get(name));
        } catch (MpregException e) {
            throw wrong(name, String.valueOf(e.getMessage()));
        }
    }

    /** The text of a field that was kept as such; absent if it is null. */
    Optional<RawJson> raw(String name) {
        Object value = values.get(name);
        return value instanceof RawJson raw && !isNull(raw) ? Optional.of(raw) : Optional.empty();
    }

    static boolean isNull(RawJson raw) {
        return raw.utf8().length == 4 && raw.utf8()[0] == 'n';
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(name)) {
            if (!(item instanceof String text)) {
                throw wrong(name, "it must be a list of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    /** Patterns of topics; an error names the one that is none. */
    List<String> patterns(String name) {
        List<String> patterns = texts(name);
        for (int i = 0; i < patterns.size(); i++) {
            String pattern = patterns.get(i);
            in(name + "[" + i + "]", () -> TopicPattern.of(pattern));
        }
        return patterns;
    }

    /** Checks what a field says, so that an error names that field. */
    void in(String name, Runnable check) {
        try {
            check.run();
        } catch (MpregRequestException e) {
            Object reason = e.details().get("reason");
            throw wrong(name, String.valueOf(reason == null ? e.getMessage() : reason));
        }
    }

    List<?> items(String name) {
        return field(name, List.class, "a list").orElse(List.of());
    }

    /** Names and strings, such as headers. */
    Map<String, String> strings(String name) {
        Map<?, ?> object = field(name, Map.class, "an object").orElse(Map.of());
        if (object.isEmpty()) {
            return Map.of();
        }
        Map<String, String> strings = new LinkedHashMap<>();
        object.forEach(
                (key, value) -> {
                    if (!(value instanceof String text)) {
                        throw wrong(name + "." + key, "it must be a string");
                    }
                    strings.put((String) key, text);
                });
        return strings;
    }

    Optional<Fields> object(String name) {
        return field(name, Map.class, "an object")
                .map(map -> new Fields(place + name + ".", (Map<?, ?>) map));
    }

    List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (Object item : items(name)) {
            if (!(item instanceof Map<?, ?> map)) {
                throw wrong(name, "it must be a list of objects");
            }
            objects.add(new Fields(place + name + "[" + objects.size() + "].", map));
        }
        return objects;
    }

    /** The headers, with the correlation id if one is given beside them. */
    Headers headers() {
        Map<String, String> given = strings("headers");
        Headers headers = given.isEmpty() ? Headers.NONE : new Headers(given);
        Optional<String> correlation = correlationId();
        return correlation.isPresent()
                ? headers.with(Headers.CORRELATION_ID, correlation.get())
                : headers;
    }

    Optional<String> correlationId() {
        return optionalText("correlationId");
    }

    private <T> Optional<T> field(String name, Class<T> type, String wanted) {
        Object value = values.get(name);
        if (value != null && !type.isInstance(value)) {
            throw wrong(name, "it must be " + wanted);
        }
        return Optional.ofNullable(type.cast(value));
    }

    MpregRequestException wrong(String name, String reason) {
        return MpregRequestException.field(place + name, reason);
    }

    static String shortened(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= 100 ? text : text.substring(0, 100) + "...";
    }
}
