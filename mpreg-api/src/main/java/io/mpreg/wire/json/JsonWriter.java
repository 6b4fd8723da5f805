package io.mpreg.wire.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes one value after another into a buffer. <b>Not</b> safe for use by several threads. */
final class JsonWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    byte[] toBytes() {
        return out.toByteArray();
    }

    void value(@Nullable Object value) {
        if (value == null) {
            plain("null");
        } else if (value instanceof String text) {
            string(text);
        } else if (value instanceof RawJson raw) {
            out.writeBytes(raw.utf8());
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
    }

    private void object(Map<?, ?> map) {
        out.write('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                out.write(',');
            }
            first = false;
            string(String.valueOf(entry.getKey()));
            out.write(':');
            value(entry.getValue());
        }
        out.write('}');
    }

    private void array(Iterable<?> items) {
        out.write('[');
        boolean first = true;
        for (Object item : items) {
            if (!first) {
                out.write(',');
            }
            first = false;
            value(item);
        }
        out.write(']');
    }

    private void floating(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new JsonException("JSON has no number " + number);
        }
        plain(Double.toString(number));
    }

    private void string(String text) {
        out.write('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                out.writeBytes(text.substring(from, i).getBytes(StandardCharsets.UTF_8));
                from = i + 1;
                escape(c);
            }
        }
        out.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        out.write('"');
    }

    private void escape(char c) {
        out.write('\\');
        switch (c) {
            case '"', '\\' -> out.write(c);
            case '\n' -> out.write('n');
            case '\r' -> out.write('r');
            case '\t' -> out.write('t');
            default -> {
                plain("u00");
                out.write(HEX[c >> 4]);
                out.write(HEX[c & 15]);
            }
        }
    }

    private void plain(String ascii) {
        out.writeBytes(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }
}
