package io.mpreg.api.cache;

import io.mpreg.api.codec.Codecs;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys of values. Each value is one segment of a key: letters, digits and {@code _ - : / @ +
 * =} stand for themselves, everything else is percent-escaped; an empty text is {@code %}, null is
 * {@code %null}. Records, lists and maps of JDK values are written as JSON. A key that would be
 * longer than 512 characters is replaced by a digest of itself.
 *
 * <pre>{@code
 * CacheKey.of("eu", 17)        // eu.17
 * CacheKey.of("a.b")           // a%2Eb
 * }</pre>
 *
 * <p><b>Threads.</b> Stateless.
 *
 * @since 0.1
 */
public final class CacheKey {

    private static final int LONGEST = 512;
    private static final String PLAIN = "_-:/@+=";

    private CacheKey() {}

    /** The key of these values, one segment each. */
    public static String of(@Nullable Object... parts) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            key.append(i == 0 ? "" : ".").append(segment(parts[i]));
        }
        return bounded(key.toString());
    }

    /**
     * A value as one segment.
     *
     * @throws io.mpreg.api.MpregRequestException {@link io.mpreg.api.ErrorCode#CONVERSION} if it is
     *     no JDK value and no record
     */
    public static String segment(@Nullable Object value) {
        Object held = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        return held == null ? "%null" : escaped(text(held));
    }

    /** A value as text, as it stands in a tag. */
    public static String text(@Nullable Object value) {
        return value == null
                ? "null"
                : value instanceof CharSequence || value instanceof Character
                        ? value.toString()
                        : unquoted(Codecs.plain().encode(value).text());
    }

    private static String unquoted(String json) {
        return json.length() > 1 && json.charAt(0) == '"' && json.indexOf('\\') < 0
                ? json.substring(1, json.length() - 1)
                : json;
    }

    /** The key itself, or a digest of it if it is too long. */
    public static String bounded(String key) {
        if (key.length() <= LONGEST) {
            return key;
        }
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(key.getBytes(StandardCharsets.UTF_8));
            return "%sha256-" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String escaped(String text) {
        if (text.isEmpty()) {
            return "%";
        }
        StringBuilder escaped = new StringBuilder(text.length() + 8);
        text.codePoints()
                .forEach(
                        c -> {
                            if (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) {
                                escaped.appendCodePoint(c);
                            } else {
                                for (byte b :
                                        Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                                    escaped.append('%')
                                            .append(HexFormat.of().withUpperCase().toHexDigits(b));
                                }
                            }
                        });
        return escaped.toString();
    }
}
