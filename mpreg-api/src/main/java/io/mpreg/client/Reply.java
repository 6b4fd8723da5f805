package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.wire.Payloads;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a frame from the node. A field that is not what it must be is a {@link
 * ErrorCode#PROTOCOL} failure that names it.
 *
 * @param fields the frame as it was parsed
 */
record Reply(Map<?, ?> fields) {

    boolean has(String name) {
        return fields.get(name) != null;
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "a string"));
    }

    String text(String name, String absent) {
        return optionalText(name).orElse(absent);
    }

    Optional<String> optionalText(String name) {
        return field(name, String.class, "a string");
    }

    boolean flag(String name) {
        return field(name, Boolean.class, "true or false").orElse(false);
    }

    long whole(String name) {
        return field(name, Number.class, "a number").map(Number::longValue).orElse(0L);
    }

    int integer(String name) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, whole(name)));
    }

    double number(String name) {
        return field(name, Number.class, "a number").map(Number::doubleValue).orElse(0.0);
    }

    Duration millis(String name) {
        return Duration.ofMillis(whole(name));
    }

    Optional<Duration> optionalMillis(String name) {
        return has(name) ? Optional.of(millis(name)) : Optional.empty();
    }

    Ulid ulid(String name) {
        String text = text(name);
        if (!Ulid.isValid(text)) {
            throw wrong(name, "a ULID");
        }
        return Ulid.parse(text);
    }

    Instant instant(String name) {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong(name, "a time in ISO-8601");
        }
    }

    Instant instant(String name, Instant absent) {
        return has(name) ? instant(name) : absent;
    }

    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        Optional<String> text = optionalText(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text.get())) {
                return Optional.of(constant);
            }
        }
        throw wrong(name, "one of " + List.of(type.getEnumConstants()));
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E absent) {
        return choice(name, type).orElse(absent);
    }

    /** The payload of a value; JSON null if the field is absent. */
    Payload payload(String name) {
        return Payloads.fromFrame(fields.get(name));
    }

    Headers headers() {
        return new Headers(texts(object("headers")));
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(name)) {
            if (!(item instanceof String text)) {
                throw wrong(name, "a list of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    Reply object(String name) {
        return new Reply(field(name, Map.class, "an object").orElse(Map.of()));
    }

    List<Reply> objects(String name) {
        List<Reply> objects = new ArrayList<>();
        for (Object item : items(name)) {
            if (!(item instanceof Map<?, ?> map)) {
                throw wrong(name, "a list of objects");
            }
            objects.add(new Reply(map));
        }
        return objects;
    }

    List<?> items(String name) {
        return field(name, List.class, "a list").orElse(List.of());
    }

    /** Every field of this object, converted, in the order of the frame. */
    <T> Map<String, T> each(Function<@Nullable Object, T> conversion) {
        Map<String, T> all = new LinkedHashMap<>();
        fields.forEach((name, value) -> all.put((String) name, conversion.apply(value)));
        return all;
    }

    static Map<String, String> texts(Reply object) {
        Map<String, String> texts = new HashMap<>();
        object.fields.forEach((name, value) -> texts.put((String) name, String.valueOf(value)));
        return texts;
    }

    static Reply of(@Nullable Object object) {
        return new Reply(object instanceof Map<?, ?> map ? map : Map.of());
    }

    private <T> Optional<T> field(String name, Class<T> type, String wanted) {
        Object value = fields.get(name);
        if (value != null && !type.isInstance(value)) {
            throw wrong(name, wanted);
        }
        return Optional.ofNullable(type.cast(value));
    }

    private MpregException wrong(String name, String wanted) {
        return MpregException.of(
                ErrorCode.PROTOCOL,
                "the node sent a frame whose field '" + name + "' is not " + wanted,
                Map.of("field", name));
    }
}
