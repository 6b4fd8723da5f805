package io.mpreg.api.cdi;

import io.mpreg.api.cache.CacheKey;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A text with places for parameters of a method and for what they hold, such as {@code
 * prices.{order.customer.id}}.
 *
 * @param parts what it consists of
 */
record KeyExpression(List<Part> parts) {

    /** A piece of text, or a place. */
    interface Part {

        /** The text for these arguments. */
        String text(@Nullable Object[] arguments, Function<@Nullable Object, String> form);
    }

    private record Literal(String literal) implements Part {
        @Override
        public String text(@Nullable Object[] arguments, Function<@Nullable Object, String> form) {
            return literal;
        }
    }

    private record Place(int parameter, ValuePath path) implements Part {
        @Override
        public String text(@Nullable Object[] arguments, Function<@Nullable Object, String> form) {
            return form.apply(path.of(arguments[parameter]));
        }
    }

    /** All parameters, one segment each. */
    static KeyExpression ofAll(Method method) {
        if (method.getParameterCount() == 0) {
            throw new IllegalArgumentException(
                    "it has no parameters that could be the key; name one, such as key = \"all\"");
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < method.getParameterCount(); i++) {
            if (i > 0) {
                parts.add(new Literal("."));
            }
            parts.add(new Place(i, new ValuePath("{" + i + "}", List.of())));
        }
        return new KeyExpression(List.copyOf(parts));
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    static KeyExpression parse(String text, Method method) {
        List<Part> parts = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf('{', at);
            int end = open < 0 ? text.length() : open;
            if (text.indexOf('}', at) >= 0 && text.indexOf('}', at) < end) {
                throw new IllegalArgumentException("'" + text + "' has a } without its {");
            }
            if (end > at) {
                parts.add(new Literal(text.substring(at, end)));
            }
            if (open < 0) {
                break;
            }
            int close = text.indexOf('}', open);
            if (close < 0) {
                throw new IllegalArgumentException("'" + text + "' has a { without its }");
            }
            parts.add(place(text.substring(open + 1, close), method));
            at = close + 1;
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("an expression is empty");
        }
        return new KeyExpression(List.copyOf(parts));
    }

    private static Part place(String path, Method method) {
        List<String> steps = List.of(path.split("\\.", -1));
        if (steps.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("{" + path + "} has an empty step");
        }
        int parameter = parameter(steps.get(0), method);
        ValuePath values = new ValuePath("{" + path + "}", steps.subList(1, steps.size()));
        values.check(method.getParameterTypes()[parameter]);
        return new Place(parameter, values);
    }

    private static int parameter(String name, Method method) {
        int count = method.getParameterCount();
        if (name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            if (name.length() < 4 && Integer.parseInt(name) < count) {
                return Integer.parseInt(name);
            }
            throw new IllegalArgumentException(
                    "{" + name + "} is beyond its " + count + " parameters");
        }
        for (int i = 0; i < count; i++) {
            if (!method.getParameters()[i].isNamePresent()) {
                throw new IllegalArgumentException(
                        "{"
                                + name
                                + "} cannot be found, because the names of parameters are not in"
                                + " the class file; compile with -parameters, or write {"
                                + i
                                + "}");
            }
            if (method.getParameters()[i].getName().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("it has no parameter '" + name + "'");
    }

    /** The key for these arguments: each place is one segment. */
    String key(@Nullable Object[] arguments) {
        return CacheKey.bounded(text(arguments, CacheKey::segment));
    }

    /** The text for these arguments, as it is. */
    String plain(@Nullable Object[] arguments) {
        return text(arguments, CacheKey::text);
    }

    private String text(@Nullable Object[] arguments, Function<@Nullable Object, String> form) {
        if (parts.size() == 1) {
            return parts.get(0).text(arguments, form);
        }
        StringBuilder text = new StringBuilder();
        parts.forEach(part -> text.append(part.text(arguments, form)));
        return text.toString();
    }
}
