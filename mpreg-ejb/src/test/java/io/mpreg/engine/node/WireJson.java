package io.mpreg.engine.node;

import io.mpreg.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** JSON of the tests, written with single quotes. */
final class WireJson {

    private WireJson() {}

    static Object json(String text, Object... arguments) {
        String whole = arguments.length == 0 ? text : String.format(text, arguments);
        return Json.parse(whole.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** An object from its fields. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> object(String fields, Object... arguments) {
        return (Map<String, Object>) json("{" + fields + "}", arguments);
    }

    /** What stands at a path of names and indexes, separated by slashes. */
    static Object at(Object tree, String path) {
        Object here = tree;
        for (String step : path.split("/")) {
            if (here instanceof List<?> list) {
                here = list.get(Integer.parseInt(step));
            } else if (here instanceof Map<?, ?> map && map.containsKey(step)) {
                here = map.get(step);
            } else {
                throw new AssertionError("no '" + step + "' of " + path + " in " + tree);
            }
        }
        return here;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object tree, String path) {
        return (Map<String, Object>) at(tree, path);
    }

    static String text(Object tree, String path) {
        return (String) at(tree, path);
    }

    static long number(Object tree, String path) {
        return ((Number) at(tree, path)).longValue();
    }

    static List<?> list(Object tree, String path) {
        return (List<?>) at(tree, path);
    }

    /** Fails unless everything expected is in the tree; objects may hold more than that. */
    static void has(Object tree, String fields, Object... arguments) {
        if (!holds(tree, object(fields, arguments))) {
            throw new AssertionError("wanted " + object(fields, arguments) + " in " + tree);
        }
    }

    private static boolean holds(Object tree, Object expected) {
        if (expected instanceof Map<?, ?> fields) {
            return tree instanceof Map<?, ?> map
                    && fields.entrySet().stream()
                            .allMatch(
                                    field ->
                                            map.containsKey(field.getKey())
                                                    && holds(
                                                            map.get(field.getKey()),
                                                            field.getValue()));
        }
        if (expected instanceof List<?> items) {
            if (!(tree instanceof List<?> list) || list.size() != items.size()) {
                return false;
            }
            for (int i = 0; i < items.size(); i++) {
                if (!holds(list.get(i), items.get(i))) {
                    return false;
                }
            }
            return true;
        }
        if (expected instanceof Number number && tree instanceof Number other) {
            return number.doubleValue() == other.doubleValue();
        }
        return expected == null ? tree == null : expected.equals(tree);
    }
}
