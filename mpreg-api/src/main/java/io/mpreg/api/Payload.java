package io.mpreg.api;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The body of a message as it travels: bytes and what they are. Nothing between the sender and the
 * receiver looks inside.
 *
 * <p><b>Ownership.</b> The bytes belong to the payload: who makes one does not change the array
 * afterwards, and who reads one does not write to it. They are not copied.
 *
 * @param contentType the media type, such as {@code application/json}
 * @param bytes the content
 * @since 0.1
 */
public record Payload(String contentType, byte[] bytes) {

    /** The media type of JSON, which is what values are encoded to unless they say otherwise. */
    public static final String JSON = "application/json";

    /** The JSON value {@code null}. */
    public static final Payload NULL = json("null");

    public Payload {
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(bytes, "bytes");
    }

    /** A payload of one JSON value in UTF-8. */
    public static Payload json(byte[] utf8) {
        return new Payload(JSON, utf8);
    }

    /** A payload of one JSON value. */
    public static Payload json(String text) {
        return new Payload(JSON, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the content is JSON. */
    public boolean isJson() {
        return contentType.equals(JSON);
    }

    /** How many bytes the content has. */
    public int size() {
        return bytes.length;
    }

    /** The content read as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && contentType.equals(that.contentType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return 31 * contentType.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Payload[" + contentType + ", " + bytes.length + " bytes]";
    }
}
