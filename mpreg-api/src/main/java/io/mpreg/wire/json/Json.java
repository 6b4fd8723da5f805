package io.mpreg.wire.json;

import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON (RFC 8259) as a tree of JDK values: {@code Map<String, Object>} in the
 * order of the text, {@code List<Object>}, {@code String}, {@code Boolean}, {@code Long} for whole
 * numbers that fit, {@code BigDecimal} for all others, and null.
 *
 * <p>Writing takes these, every other {@code Number}, {@link RawJson}, enums by name, and anything
 * else by {@code toString}.
 *
 * <p><b>Threads.</b> Stateless.
 */
public final class Json {

    /** How deep arrays and objects may be nested. */
    public static final int MAX_DEPTH = 64;

    private Json() {}

    /**
     * Reads one value that fills the whole text.
     *
     * @throws JsonException if the text is anything else
     */
    public static @Nullable Object parse(byte[] utf8) {
        return new JsonReader(utf8, 0, utf8.length).document();
    }

    /** Writes a value as UTF-8. */
    public static byte[] write(@Nullable Object value) {
        JsonWriter writer = new JsonWriter();
        writer.value(value);
        return writer.toBytes();
    }
}
