package io.mpreg.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message as it travels: bytes and what they are. Nothing between the sender and the
 * receiver looks inside.
 *
 * <p>A payload may be made of an immutable value, which then travels by reference within one
 * process: its bytes are made when somebody asks for them, and not at all where nobody does.
 *
 * <p><b>Ownership.</b> The bytes belong to the payload: who makes one does not change the array
 * afterwards, and who reads one does not write to it. They are not copied.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @since 0.1
 */
public final class Payload {

    /** The media type of JSON, which is what values are encoded to unless they say otherwise. */
    public static final String JSON = "application/json";

    /** The JSON value {@code null}. */
    public static final Payload NULL = json("null");

    /** The most bytes that one character of text or one digit of a number becomes in JSON. */
    private static final int WIDEST = 6;

    private static final int SCALAR = 24;

    private final String contentType;
    private final byte @Nullable [] given;
    private final @Nullable Deferred deferred;

    /**
     * A payload of bytes.
     *
     * @param contentType the media type, such as {@code application/json}
     * @param bytes the content
     */
    public Payload(String contentType, byte[] bytes) {
        this.contentType = Objects.requireNonNull(contentType, "contentType");
        this.given = Objects.requireNonNull(bytes, "bytes");
        this.deferred = null;
    }

    private Payload(Deferred deferred) {
        this.contentType = JSON;
        this.given = null;
        this.deferred = deferred;
    }

    /** A payload of one JSON value in UTF-8. */
    public static Payload json(byte[] utf8) {
        return new Payload(JSON, utf8);
    }

    /** A payload of one JSON value. */
    public static Payload json(String text) {
        return new Payload(JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A payload of one JSON value that is written when its bytes are needed.
     *
     * @param value a {@code String}, {@code Boolean}, {@code Long}, {@code Integer}, {@code Short}
     *     or {@code Byte}
     * @param writer makes the JSON of the value in UTF-8; never fails
     */
    public static Payload json(Object value, Function<Object, byte[]> writer) {
        if (!isPlain(value)) {
            throw new IllegalArgumentException(value.getClass() + " cannot travel by reference");
        }
        return new Payload(new Deferred(value, writer));
    }

    /** Whether a value can be a payload whose bytes are made when they are needed. */
    public static boolean isPlain(Object value) {
        Class<?> type = value.getClass();
        return type == String.class
                || type == Long.class
                || type == Integer.class
                || type == Boolean.class
                || type == Short.class
                || type == Byte.class;
    }

    /** The media type, such as {@code application/json}. */
    public String contentType() {
        return contentType;
    }

    /** The content. */
    public byte[] bytes() {
        return given != null ? given : Objects.requireNonNull(deferred).bytes();
    }

    /** The value that this payload was made of, if it came by reference. */
    public Optional<Object> value() {
        return Optional.ofNullable(deferred).map(source -> source.value);
    }

    /** The value that this payload was made of, if it came by reference and is of that class. */
    public boolean holds(Class<?> type) {
        return deferred != null && deferred.value.getClass() == type;
    }

    /** Whether the content is JSON. */
    public boolean isJson() {
        return contentType.equals(JSON);
    }

    /** How many bytes the content has. */
    public int size() {
        return bytes().length;
    }

    /** A bound of {@link #size} that is known without making the bytes. */
    public long sizeBound() {
        if (given != null) {
            return given.length;
        }
        Object value = Objects.requireNonNull(deferred).value;
        return value instanceof String text ? 2 + (long) WIDEST * text.length() : SCALAR;
    }

    /** About how many bytes of memory the content takes; known without making the bytes. */
    public int weight() {
        if (given != null) {
            return given.length;
        }
        Object value = Objects.requireNonNull(deferred).value;
        return value instanceof String text ? 2 * text.length() + SCALAR : SCALAR;
    }

    /** The content read as UTF-8. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && contentType.equals(that.contentType)
                && Arrays.equals(bytes(), that.bytes());
    }

    @Override
    public int hashCode() {
        return 31 * contentType.hashCode() + Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return "Payload[" + contentType + ", " + size() + " bytes]";
    }

    /** A value, and its bytes once somebody asked for them. */
    private static final class Deferred {

        private final Object value;
        private final Function<Object, byte[]> writer;
        private volatile byte @Nullable [] bytes;

        Deferred(Object value, Function<Object, byte[]> writer) {
            this.value = value;
            this.writer = writer;
        }

        byte[] bytes() {
            byte[] made = bytes;
            if (made == null) {
                made = writer.apply(value);
                bytes = made;
            }
            return made;
        }
    }
}
