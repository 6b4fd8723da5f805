package io.mpreg.wire.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /**
     * Reads one object, or an array of objects, that fills the whole text; the values of some
     * fields of these objects are kept as text, as {@link RawJson}. They are checked, and may be as
     * deep as a value of their own.
     *
     * @param raw the names of these fields
     * @throws JsonException if the text is no JSON
     */
    public static @Nullable Object parse(byte[] utf8, Set<String> raw) {
        return new JsonReader(utf8, 0, utf8.length, raw).document();
    }

    /**
     * Checks that a text is one value, and makes nothing of it.
     *
     * @throws JsonException if it is not
     */
    public static void check(byte[] utf8) {
        new JsonReader(utf8, 0, utf8.length).check();
    }

    /**
     * The UTF-8 of a text that is the same between the quotes of a string.
     *
     * @return null if it is not, or if it takes a closer look to see that it is
     */
    public static byte @Nullable [] plain(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        // A question mark may stand for half a character, which JSON can name and UTF-8 cannot.
        return utf8.length == text.length() && PlainText.isAll(utf8) ? utf8 : null;
    }

    /**
     * The items of an array, each as text.
     *
     * @throws JsonException if the value is anything else
     */
    public static List<RawJson> items(RawJson array) {
        return new JsonReader(array.utf8(), 0, array.utf8().length).items();
    }

    /**
     * The fields of an object, each as text, in their order.
     *
     * @throws JsonException if the value is anything else
     */
    public static Map<String, RawJson> fields(RawJson object) {
        return new JsonReader(object.utf8(), 0, object.utf8().length).fields();
    }

    /** Writes a value as UTF-8. */
    public static byte[] write(@Nullable Object value) {
        JsonWriter writer = new JsonWriter();
        writer.value(value);
        return writer.toBytes();
    }
}
