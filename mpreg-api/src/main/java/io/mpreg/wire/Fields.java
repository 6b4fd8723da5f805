package io.mpreg.wire;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object that came over a connection or from storage. A field that is not what
 * it must be is a failure that names it.
 *
 * <p><b>Threads.</b> As safe as the map.
 *
 * @param fields the object as it was parsed
 * @param source who is to blame for a wrong field
 */
public record Fields(Map<?, ?> fields, Source source) {

    /** Where an object comes from. */
    public enum Source {
        /** A node: a wrong field is {@link ErrorCode#PROTOCOL}. */
        NODE,
        /** A client: a wrong field is {@link ErrorCode#BAD_REQUEST}. */
        CLIENT
    }

    /** The fields of an object from a node. */
    public Fields(Map<?, ?> fields) {
        this(fields, Source.NODE);
    }

    public boolean has(String name) {
        return fields.get(name) != null;
    }

    public String text(String name) {
        return optionalText(name).orElseThrow(() -> wrong(name, "a string"));
    }

    public String text(String name, String absent) {
        return optionalText(name).orElse(absent);
    }

    public Optional<String> optionalText(String name) {
        return field(name, String.class, "a string");
    }

    public boolean flag(String name) {
        return flag(name, false);
    }

    public boolean flag(String name, boolean absent) {
        return field(name, Boolean.class, "true or false").orElse(absent);
    }

    public long whole(String name) {
        return field(name, Number.class, "a number").map(Number::longValue).orElse(0L);
    }

    public int integer(String name) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, whole(name)));
    }

    public double number(String name) {
        return field(name, Number.class, "a number").map(Number::doubleValue).orElse(0.0);
    }

    public Duration millis(String name) {
        return Duration.ofMillis(whole(name));
    }

    public Optional<Duration> optionalMillis(String name) {
        return has(name) ? Optional.of(millis(name)) : Optional.empty();
    }

    public Ulid ulid(String name) {
        String text = text(name);
        if (!Ulid.isValid(text)) {
            throw wrong(name, "a ULID");
        }
        return Ulid.parse(text);
    }

    public Instant instant(String name) {
        String text = text(name);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong(name, "a time in ISO-8601");
        }
    }

    public Instant instant(String name, Instant absent) {
        return has(name) ? instant(name) : absent;
    }

    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
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

    public <E extends Enum<E>> E choice(String name, Class<E> type, E absent) {
        return choice(name, type).orElse(absent);
    }

    /** The payload of a value; JSON null if the field is absent. */
    public Payload payload(String name) {
        return Payloads.fromFrame(fields.get(name));
    }

    public Headers headers() {
        return new Headers(object("headers").texts());
    }

    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object item : items(name)) {
            if (!(item instanceof String text)) {
                throw wrong(name, "a list of strings");
            }
            texts.add(text);
        }
        return texts;
    }

    /** The object in a field; one without fields if it is absent. */
    public Fields object(String name) {
        return new Fields(field(name, Map.class, "an object").orElse(Map.of()), source);
    }

    public List<Fields> objects(String name) {
        List<Fields> objects = new ArrayList<>();
        for (Object item : items(name)) {
            if (!(item instanceof Map<?, ?> map)) {
                throw wrong(name, "a list of objects");
            }
            objects.add(new Fields(map, source));
        }
        return objects;
    }

    public List<?> items(String name) {
        return field(name, List.class, "a list").orElse(List.of());
    }

    /** Every field of this object, converted, in the order of the frame. */
    public <T> Map<String, T> each(Function<@Nullable Object, T> conversion) {
        Map<String, T> all = new LinkedHashMap<>();
        fields.forEach((name, value) -> all.put((String) name, conversion.apply(value)));
        return all;
    }

    /** Every field of this object as text. */
    public Map<String, String> texts() {
        return each(String::valueOf);
    }

    /** The fields of what is an object, else none. */
    public static Fields of(@Nullable Object object) {
        return new Fields(object instanceof Map<?, ?> map ? map : Map.of());
    }

    private <T> Optional<T> field(String name, Class<T> type, String wanted) {
        Object value = fields.get(name);
        if (value != null && !type.isInstance(value)) {
            throw wrong(name, wanted);
        }
        return Optional.ofNullable(type.cast(value));
    }

    private MpregException wrong(String name, String wanted) {
        return source == Source.CLIENT
                ? MpregRequestException.field(name, "it must be " + wanted)
                : MpregException.of(
                        ErrorCode.PROTOCOL,
                        "the node sent a frame whose field '" + name + "' is not " + wanted,
                        Map.of("field", name));
    }
}
