package io.mpreg.wire.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A recursive-descent reader over UTF-8 bytes. <b>Not</b> safe for use by several threads. */
final class JsonReader {

    private static final int LONGEST_LONG = 18;

    /** Exponents of so many digits always make a number in range. */
    private static final int SHORT_EXPONENT = 8;

    private final byte[] in;
    private final int end;
    private final Set<String> raw;
    private int at;
    private int depth;
    private int rawDepth;

    JsonReader(byte[] in, int from, int to) {
        this(in, from, to, Set.of());
    }

    /**
     * @param raw the fields of the outermost objects whose values are kept as text
     */
    JsonReader(byte[] in, int from, int to, Set<String> raw) {
        this.in = in;
        this.at = from;
        this.end = to;
        this.raw = raw;
    }

    @Nullable Object document() {
        skipSpace();
        rawDepth = at < end && in[at] == '[' ? 2 : 1;
        Object value = value();
        finish();
        return value;
    }

    /** Steps over one value that fills the whole text. */
    void check() {
        skip();
        finish();
    }

    /** The items of an array that fills the whole text, each as text. */
    List<RawJson> items() {
        List<RawJson> items = new ArrayList<>();
        skipSpace();
        if (peek() != '[') {
            throw error("an array should be here");
        }
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            finish();
            return items;
        }
        do {
            items.add(slice());
        } while (goesOn(']'));
        finish();
        return items;
    }

    /** The fields of an object that fills the whole text, each as text. */
    Map<String, RawJson> fields() {
        Map<String, RawJson> fields = new LinkedHashMap<>();
        skipSpace();
        if (peek() != '{') {
            throw error("an object should be here");
        }
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            finish();
            return fields;
        }
        do {
            String name = name();
            fields.put(name, slice());
        } while (goesOn('}'));
        finish();
        return fields;
    }

    private void finish() {
        skipSpace();
        if (at < end) {
            throw error("text after the end of the value");
        }
    }

    /** A value of any depth of its own as text. */
    private RawJson slice() {
        int outer = depth;
        depth = 0;
        skipSpace();
        int from = at;
        skip();
        depth = outer;
        return new RawJson(Arrays.copyOfRange(in, from, at));
    }

    /* Checks what value() checks, and makes nothing of it. */
    private void skip() {
        skipSpace();
        if (at >= end) {
            throw error("the text ends where a value should be");
        }
        switch (in[at]) {
            case '{' -> skipAll('}');
            case '[' -> skipAll(']');
            case '"' -> skipString();
            case 't' -> literal("true", Boolean.TRUE);
            case 'f' -> literal("false", Boolean.FALSE);
            case 'n' -> literal("null", null);
            default -> skipNumber();
        }
    }

    private void skipAll(char last) {
        enter();
        at++;
        skipSpace();
        if (peek() == last) {
            at++;
            depth--;
            return;
        }
        do {
            if (last == '}') {
                skipSpace();
                if (peek() != '"') {
                    throw error("a field name in quotes should be here");
                }
                skipString();
                colon();
            }
            skip();
        } while (goesOn(last));
        depth--;
    }

    private void skipString() {
        at++;
        while (true) {
            at = PlainText.skip(in, at, end);
            int next = peek();
            at++;
            if (next == '"') {
                return;
            }
            if (next == '\\') {
                escape();
            } else if (next >= 0 && next < 0x20) {
                at--;
                throw error("a control character inside a string");
            }
        }
    }

    /** Steps over the comma before the next item, or over the end. */
    private boolean goesOn(char last) {
        skipSpace();
        int next = peek();
        if (next != ',' && next != last) {
            throw error(
                    "a comma or the end of the "
                            + (last == '}' ? "object" : "array")
                            + " should be here");
        }
        at++;
        return next == ',';
    }

    private String name() {
        skipSpace();
        if (peek() != '"') {
            throw error("a field name in quotes should be here");
        }
        String name = string();
        colon();
        return name;
    }

    private void colon() {
        skipSpace();
        if (peek() != ':') {
            throw error("a colon should be here");
        }
        at++;
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
        boolean outermost = depth == rawDepth && !raw.isEmpty();
        do {
            String name = name();
            object.put(name, outermost && raw.contains(name) ? slice() : value());
        } while (goesOn('}'));
        depth--;
        return object;
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
        do {
            array.add(value());
        } while (goesOn(']'));
        depth--;
        return array;
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
        boolean whole = scanNumber();
        int digits = in[start] == '-' ? at - start - 1 : at - start;
        if (whole && digits <= LONGEST_LONG) {
            return whole(start);
        }
        return decimal(start);
    }

    private long whole(int start) {
        boolean negative = in[start] == '-';
        long number = 0;
        for (int i = negative ? start + 1 : start; i < at; i++) {
            number = number * 10 + (in[i] - '0');
        }
        return negative ? -number : number;
    }

    private BigDecimal decimal(int start) {
        String text = new String(in, start, at - start, StandardCharsets.ISO_8859_1);
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw error("a number out of range");
        }
    }

    private void skipNumber() {
        int start = at;
        if (!scanNumber() && exponent(start) > SHORT_EXPONENT) {
            decimal(start);
        }
    }

    /* How many digits the exponent of the number before has. */
    private int exponent(int start) {
        int i = at - 1;
        while (i > start && in[i] >= '0' && in[i] <= '9') {
            i--;
        }
        return in[i] == '.' ? 0 : at - 1 - i;
    }

    /** Steps over a number; whether it is a whole one without exponent. */
    private boolean scanNumber() {
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
        return whole;
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
