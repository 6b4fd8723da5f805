package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Payloads as JSON trees, and what it means for two of them to be the same. */
final class Trees {

    /** How far the digits of a number may reach in either direction to be computed with. */
    private static final int MOST_DIGITS = 1000;

    private Trees() {}

    /** The tree of a payload; one that is not JSON is stood for by its bytes in Base64. */
    static @Nullable Object tree(Payload payload) {
        if (!payload.isJson()) {
            return Map.of(
                    "$bytes",
                    Base64.getEncoder().encodeToString(payload.bytes()),
                    "contentType",
                    payload.contentType());
        }
        try {
            return Json.parse(payload.bytes());
        } catch (JsonException e) {
            throw MpregRequestException.field("value", e.getMessage());
        }
    }

    /**
     * The payload of a tree.
     *
     * @throws MpregRequestException if it is nested too deeply to be read again
     */
    static Payload payload(@Nullable Object tree) {
        if (!fits(tree, Json.MAX_DEPTH)) {
            throw MpregRequestException.field(
                    "value", "the entry would be nested deeper than " + Json.MAX_DEPTH);
        }
        return Payload.json(Json.write(tree));
    }

    /** Whether two payloads are the same value: of JSON by what it says, of others by the bytes. */
    static boolean same(Payload a, Payload b) {
        return a.equals(b) || a.isJson() && b.isJson() && same(tree(a), tree(b));
    }

    /** Whether two trees say the same: 1 and 1.0 do, and the order of fields does not matter. */
    static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a instanceof Number x && b instanceof Number y) {
            return compare(x, y) == 0;
        }
        if (a instanceof List<?> x && b instanceof List<?> y) {
            return sameItems(x, y);
        }
        if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
            return sameFields(x, y);
        }
        return Objects.equals(a, b);
    }

    static int compare(Number a, Number b) {
        return a instanceof Long x && b instanceof Long y
                ? Long.compare(x, y)
                : decimal(a).compareTo(decimal(b));
    }

    /** The sum, whole if it is whole; empty if it is out of range. */
    static Optional<Number> sum(Number a, Number b) {
        if (a instanceof Long x && b instanceof Long y) {
            long sum = x + y;
            if (((x ^ sum) & (y ^ sum)) >= 0) {
                return Optional.of(sum);
            }
        }
        BigDecimal x = decimal(a);
        BigDecimal y = decimal(b);
        if (tooLong(x) || tooLong(y)) {
            return Optional.empty();
        }
        return Optional.of(whole(x.add(y)));
    }

    static Number negated(Number number) {
        return number instanceof Long x && x != Long.MIN_VALUE
                ? (Number) (-x)
                : decimal(number).negate();
    }

    private static Number whole(BigDecimal sum) {
        try {
            return sum.longValueExact();
        } catch (ArithmeticException fractionOrTooLarge) {
            return sum;
        }
    }

    private static boolean tooLong(BigDecimal number) {
        return number.precision() > MOST_DIGITS
                || Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS
                || Math.abs((long) number.scale()) > MOST_DIGITS;
    }

    private static BigDecimal decimal(Number number) {
        if (number instanceof BigDecimal decimal) {
            return decimal;
        }
        return number instanceof BigInteger whole
                ? new BigDecimal(whole)
                : BigDecimal.valueOf(number.longValue());
    }

    private static boolean fits(@Nullable Object tree, int levels) {
        Collection<?> inner =
                tree instanceof Map<?, ?> map
                        ? map.values()
                        : tree instanceof List<?> list ? list : null;
        if (inner == null) {
            return true;
        }
        if (levels == 0) {
            return false;
        }
        for (Object item : inner) {
            if (!fits(item, levels - 1)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameItems(List<?> a, List<?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<?> others = b.iterator();
        for (Object item : a) {
            if (!same(item, others.next())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameFields(Map<?, ?> a, Map<?, ?> b) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<?, ?> field : a.entrySet()) {
            if (!b.containsKey(field.getKey()) || !same(field.getValue(), b.get(field.getKey()))) {
                return false;
            }
        }
        return true;
    }
}
