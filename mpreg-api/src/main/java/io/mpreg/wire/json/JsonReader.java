package io.mpreg.wire.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A recursive-descent reader over UTF-8 bytes. <b>Not</b> safe for use by several threads. */
final class JsonReader {

    private static final int LONGEST_LONG = 18;

    private final byte[] in;
    private final int end;
    private int at;
    private int depth;

    JsonReader(byte[] in, int from, int to) {
        this.in = in;
        this.at = from;
        this.end = to;
    }

    @Nullable Object document() {
        Object value = value();
        skipSpace();
        if (at < end) {
            throw error("text after the end of the value");
        }
        return value;
    }

    private @Nullable Object value() {
        skipSpace();
        if (at >= end) {
            throw error("the text ends where a value should be");
        }
        switch (in[at]) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return string();
            case 't':
                return literal("true", Boolean.TRUE);
            case 'f':
                return literal("false", Boolean.FALSE);
            case 'n':
                return literal("null", null);
            default:
                return number();
        }
    }

    private Map<String, @Nullable Object> object() {
        enter();
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            depth--;
            return object;
        }
        while (true) {
            skipSpace();
            if (peek() != '"') {
                throw error("a field name in quotes should be here");
            }
            String name = string();
            skipSpace();
            if (peek() != ':') {
                throw error("a colon should be here");
            }
            at++;
            object.put(name, value());
            skipSpace();
            int next = peek();
            at++;
            if (next == '}') {
                depth--;
                return object;
            }
            if (next != ',') {
                at--;
                throw error("a comma or the end of the object should be here");
            }
        }
    }

    private List<@Nullable Object> array() {
        enter();
        List<@Nullable Object> array = new ArrayList<>();
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            depth--;
            return array;
        }
        while (true) {
            array.add(value());
            skipSpace();
            int next = peek();
            at++;
            if (next == ']') {
                depth--;
                return array;
            }
            if (next != ',') {
                at--;
                throw error("a comma or the end of the array should be here");
            }
        }
    }

    private String string() {
        int start = ++at;
        while (at < end && in[at] != '"' && in[at] != '\\') {
            if (in[at] >= 0 && in[at] < 0x20) {
                throw error("a control character inside a string");
            }
            at++;
        }
        if (peek() == '"') {
            String plain = new String(in, start, at - start, StandardCharsets.UTF_8);
            at++;
            return plain;
        }
        StringBuilder text = new StringBuilder();
        text.append(new String(in, start, at - start, StandardCharsets.UTF_8));
        while (true) {
            int next = peek();
            if (next == '"') {
                at++;
                return text.toString();
            }
            if (next == '\\') {
                at++;
                text.append(escape());
            } else {
                int from = at;
                while (at < end && in[at] != '"' && in[at] != '\\') {
                    if (in[at] >= 0 && in[at] < 0x20) {
                        throw error("a control character inside a string");
                    }
                    at++;
                }
                text.append(new String(in, from, at - from, StandardCharsets.UTF_8));
            }
        }
    }

    private char escape() {
        int kind = peek();
        at++;
        switch (kind) {
            case '"':
            case '\\':
            case '/':
                return (char) kind;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    int digit = Character.digit(peek(), 16);
                    if (digit < 0) {
                        throw error("four hexadecimal digits should be here");
                    }
                    code = code << 4 | digit;
                    at++;
                }
                return (char) code;
            default:
                at--;
                throw error("an unknown escape");
        }
    }

    private Object number() {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int digits = at;
        digits();
        if (in[digits] == '0' && at - digits > 1) {
            throw error("a number with a leading zero");
        }
        boolean whole = true;
        if (at < end && in[at] == '.') {
            whole = false;
            at++;
            digits();
        }
        if (at < end && (in[at] == 'e' || in[at] == 'E')) {
            whole = false;
            at++;
            if (at < end && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            digits();
        }
        String text = new String(in, start, at - start, StandardCharsets.ISO_8859_1);
        if (whole && at - digits <= LONGEST_LONG) {
            return Long.valueOf(text);
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw error("a number out of range");
        }
    }

    private void digits() {
        int from = at;
        while (at < end && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw error(at < end ? "an unexpected character" : "the text ends inside a number");
        }
    }

    private @Nullable Object literal(String word, @Nullable Object value) {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= end || in[at + i] != word.charAt(i)) {
                throw error("an unexpected character");
            }
        }
        at += word.length();
        return value;
    }

    private void enter() {
        if (++depth > Json.MAX_DEPTH) {
            throw error("nested deeper than " + Json.MAX_DEPTH);
        }
    }

    private int peek() {
        if (at >= end) {
            throw error("the text ends too early");
        }
        return in[at];
    }

    private void skipSpace() {
        while (at < end && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }

    private JsonException error(String what) {
        return new JsonException("not JSON: " + what + ", at byte " + at);
    }
}
