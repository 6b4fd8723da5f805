package io.mpreg.engine.rpc;

import io.mpreg.api.MpregRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Which versions fit: all of a list of comparisons hold.
 *
 * @param text as the caller wrote it
 * @param bounds the comparisons; none admits everything
 */
record VersionConstraint(String text, List<Bound> bounds) {

    /** Every version fits. */
    static final VersionConstraint ANY = new VersionConstraint("", List.of());

    VersionConstraint {
        bounds = List.copyOf(bounds);
    }

    /**
     * Reads comparisons that are separated by commas; a version without an operator means exactly
     * that one.
     *
     * @param field what is named in the error
     */
    static VersionConstraint parse(String field, String text) {
        if (text.isBlank()) {
            return ANY;
        }
        List<Bound> bounds = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            bounds.add(Bound.parse(field, part.strip()));
        }
        return new VersionConstraint(text, bounds);
    }

    boolean admits(Version version) {
        for (Bound bound : bounds) {
            if (!bound.operator.accepts.test(version.compareTo(bound.version))) {
                return false;
            }
        }
        return true;
    }

    /** One comparison. */
    record Bound(Operator operator, Version version) {

        private static Bound parse(String field, String part) {
            if (part.isEmpty()) {
                throw MpregRequestException.field(field, "a comparison between commas is empty");
            }
            for (Operator operator : Operator.values()) {
                if (part.startsWith(operator.sign)) {
                    String version = part.substring(operator.sign.length()).strip();
                    return new Bound(operator, Version.parse(field, version));
                }
            }
            return new Bound(Operator.SAME, Version.parse(field, part));
        }
    }

    /** A comparison's sign; those that begin another one come after it. */
    enum Operator {
        AT_LEAST(">=", c -> c >= 0),
        AT_MOST("<=", c -> c <= 0),
        SAME("==", c -> c == 0),
        ABOVE(">", c -> c > 0),
        BELOW("<", c -> c < 0),
        EQUAL("=", c -> c == 0);

        private final String sign;
        private final IntPredicate accepts;

        Operator(String sign, IntPredicate accepts) {
            this.sign = sign;
            this.accepts = accepts;
        }
    }
}
