package io.mpreg.engine.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place inside a JSON value: fields and indexes, one after the other.
 *
 * @param steps each a {@code String} for a field or an {@code Integer} for an index
 */
record Path(List<Object> steps) {

    /** The whole value. */
    static final Path WHOLE = new Path(List.of());

    Path {
        steps = List.copyOf(steps);
    }

    /** A path that is not written as it should be. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String reason) {
            super(reason, null, false, false);
        }
    }

    /** A value that does not have the place. */
    static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing(String reason) {
            super(reason, null, false, false);
        }
    }

    /** Reads a path that may begin with a field without a dot, such as {@code a.b[0]}. */
    static Path ofFields(String text) throws Malformed {
        if (text.isEmpty()) {
            return WHOLE;
        }
        return parse(text.charAt(0) == '[' ? text : "." + text);
    }

    /** Reads a path: {@code .field}, {@code [0]} and {@code ["any field"]} in any order. */
    static Path parse(String text) throws Malformed {
        List<Object> steps = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '.') {
                int end = endOfField(text, at + 1);
                if (end == at + 1) {
                    throw new Malformed("a field name is missing after '" + text + "'");
                }
                steps.add(text.substring(at + 1, end));
                at = end;
            } else if (c == '[' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                at = quoted(text, at + 2, steps);
            } else if (c == '[') {
                at = index(text, at + 1, steps);
            } else {
                throw new Malformed("'.' or '[' should stand before '" + text.substring(at) + "'");
            }
        }
        return steps.isEmpty() ? WHOLE : new Path(steps);
    }

    private static int endOfField(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
            end++;
        }
        return end;
    }

    private static int index(String text, int from, List<Object> steps) throws Malformed {
        int end = text.indexOf(']', from);
        if (end <= from || end - from > 9) {
            throw new Malformed("'[' needs an index and ']' in '" + text + "'");
        }
        int index = 0;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new Malformed(
                        "'" + text.substring(from, end) + "' is no index: count from 0");
            }
            index = index * 10 + c - '0';
        }
        steps.add(index);
        return end + 1;
    }

    private static int quoted(String text, int from, List<Object> steps) throws Malformed {
        StringBuilder field = new StringBuilder();
        int at = from;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            if (at < text.length()) {
                field.append(text.charAt(at++));
            }
        }
        if (!text.startsWith("\"]", at)) {
            throw new Malformed("the quoted field in '" + text + "' does not end with '\"]'");
        }
        steps.add(field.toString());
        return at + 2;
    }

    /** The value at this place. */
    @Nullable Object in(@Nullable Object tree) throws Missing {
        Object value = tree;
        for (int i = 0; i < steps.size(); i++) {
            Object step = steps.get(i);
            value = step instanceof Integer index ? item(value, index, i) : field(value, step, i);
        }
        return value;
    }

    private @Nullable Object item(@Nullable Object value, int index, int at) throws Missing {
        if (!(value instanceof List<?> list)) {
            throw new Missing(where(at) + " is " + kind(value) + ", not a list");
        }
        if (index >= list.size()) {
            throw new Missing(
                    where(at) + " has " + list.size() + " elements, none at index " + index);
        }
        return list.get(index);
    }

    private @Nullable Object field(@Nullable Object value, Object name, int at) throws Missing {
        if (!(value instanceof Map<?, ?> map)) {
            throw new Missing(
                    where(at) + " is " + kind(value) + ", it has no field '" + name + "'");
        }
        if (!map.containsKey(name)) {
            throw new Missing(
                    where(at)
                            + " has no field '"
                            + name
                            + "', only "
                            + map.keySet().stream().limit(20).toList());
        }
        return map.get(name);
    }

    private String where(int length) {
        return length == 0 ? "the value" : "'" + new Path(steps.subList(0, length)) + "'";
    }

    private static String kind(@Nullable Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Map<?, ?>) {
            return "an object";
        }
        if (value instanceof List<?>) {
            return "a list";
        }
        return value instanceof String
                ? "text"
                : value instanceof Boolean ? "true/false" : "a number";
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Object step : steps) {
            if (step instanceof Integer) {
                text.append('[').append(step).append(']');
            } else {
                text.append(text.length() == 0 ? "" : ".").append(step);
            }
        }
        return text.toString();
    }
}
