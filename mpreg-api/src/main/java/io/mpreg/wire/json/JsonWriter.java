package io.mpreg.wire.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON into a buffer that grows. An object is written with {@link #begin}, any number of
 * {@link #field}s and {@link #end}; the rest is {@link #value}.
 *
 * <p><b>Not</b> safe for use by several threads.
 */
public final class JsonWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};
    private static final int LONGEST_LONG = 20;

    private byte[] out;
    private int at;
    private boolean first;

    /** A writer with room for 256 bytes, to begin with. */
    public JsonWriter() {
        this(256);
    }

    /** A writer with room for so many bytes, to begin with. */
    public JsonWriter(int room) {
        out = new byte[Math.max(16, room)];
    }

    /** How many bytes there are. */
    public int size() {
        return at;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(out, at);
    }

    /** A copy of a part of what was written. */
    public byte[] toBytes(int from, int to) {
        return Arrays.copyOfRange(out, from, to);
    }

    /** Forgets what was written after there were so many bytes. */
    public void cut(int size) {
        at = size;
    }

    /** Begins an object. */
    public JsonWriter begin() {
        put('{');
        first = true;
        return this;
    }

    /** Ends an object. */
    public JsonWriter end() {
        put('}');
        first = false;
        return this;
    }

    /** A field of the object that was begun. */
    public JsonWriter field(String name, @Nullable Object value) {
        if (!first) {
            put(',');
        }
        first = false;
        string(name);
        put(':');
        value(value);
        first = false;
        return this;
    }

    /** Bytes as they stand. */
    public JsonWriter raw(byte[] bytes) {
        return raw(bytes, 0, bytes.length);
    }

    /** Bytes as they stand. */
    public JsonWriter raw(byte[] bytes, int from, int count) {
        ensure(count);
        System.arraycopy(bytes, from, out, at, count);
        at += count;
        return this;
    }

    /** One character of ASCII as it stands. */
    public JsonWriter raw(char ascii) {
        put(ascii);
        return this;
    }

    /**
     * A value.
     *
     * @throws JsonException for a number that JSON does not have
     */
    public JsonWriter value(@Nullable Object value) {
        if (value == null) {
            raw(NULL);
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof RawJson json) {
            raw(json.utf8());
        } else if (value instanceof Long || value instanceof Integer) {
            whole(((Number) value).longValue());
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof Iterable<?> items) {
            array(items);
        } else if (value instanceof Double || value instanceof Float) {
            floating(((Number) value).doubleValue());
        } else if (value instanceof Number || value instanceof Boolean) {
            plain(value.toString());
        } else {
            string(value.toString());
        }
        return this;
    }

    private void object(Map<?, ?> map) {
        begin();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            field(String.valueOf(entry.getKey()), entry.getValue());
        }
        end();
    }

    private void array(Iterable<?> items) {
        put('[');
        boolean more = false;
        for (Object item : items) {
            if (more) {
                put(',');
            }
            more = true;
            value(item);
        }
        put(']');
    }

    private void floating(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new JsonException("JSON has no number " + number);
        }
        plain(Double.toString(number));
    }

    private void whole(long number) {
        if (number == Long.MIN_VALUE) {
            plain(Long.toString(number));
            return;
        }
        ensure(LONGEST_LONG);
        long rest = number;
        if (rest < 0) {
            out[at++] = '-';
            rest = -rest;
        }
        int from = at;
        do {
            out[at++] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        for (int i = from, j = at - 1; i < j; i++, j--) {
            byte digit = out[i];
            out[i] = out[j];
            out[j] = digit;
        }
    }

    private void string(String text) {
        int length = text.length();
        ensure(length + 2);
        out[at++] = '"';
        int i = 0;
        while (i < length) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || c >= 0x80) {
                break;
            }
            out[at++] = (byte) c;
            i++;
        }
        if (i < length) {
            others(text, i);
        }
        put('"');
    }

    /* The rest of a string from the first character on that is not simply a byte. */
    private void others(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                escape(c);
            } else if (c < 0x80) {
                put(c);
            } else if (c < 0x800) {
                put(0xC0 | c >> 6);
                put(0x80 | c & 0x3F);
            } else if (!Character.isSurrogate(c)) {
                put(0xE0 | c >> 12);
                put(0x80 | c >> 6 & 0x3F);
                put(0x80 | c & 0x3F);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                put(0xF0 | point >> 18);
                put(0x80 | point >> 12 & 0x3F);
                put(0x80 | point >> 6 & 0x3F);
                put(0x80 | point & 0x3F);
            } else {
                put('?');
            }
        }
    }

    private void escape(char c) {
        put('\\');
        switch (c) {
            case '"', '\\' -> put(c);
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            default -> {
                plain("u00");
                put(HEX[c >> 4]);
                put(HEX[c & 15]);
            }
        }
    }

    private void plain(String ascii) {
        int length = ascii.length();
        ensure(length);
        for (int i = 0; i < length; i++) {
            out[at++] = (byte) ascii.charAt(i);
        }
    }

    private void put(int b) {
        if (at == out.length) {
            ensure(1);
        }
        out[at++] = (byte) b;
    }

    private void ensure(int more) {
        if (out.length - at < more) {
            out = Arrays.copyOf(out, Math.max(Math.addExact(at, more), out.length << 1));
        }
    }
}
