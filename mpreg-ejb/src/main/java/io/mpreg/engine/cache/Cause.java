package io.mpreg.engine.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Why something is done to the cache.
 *
 * @param correlation what ties it to others, where that is known
 * @param rules the ids of the invalidation rules on the way, the first one first
 * @param remote whether another node did it and told the others itself
 */
record Cause(Optional<String> correlation, List<String> rules, boolean remote) {

    /** A request of which nothing more is known. */
    static final Cause REQUEST = new Cause(Optional.empty(), List.of(), false);

    Cause {
        rules = List.copyOf(rules);
    }

    static Cause of(Optional<String> correlation) {
        return correlation.isEmpty() ? REQUEST : new Cause(correlation, List.of(), false);
    }

    /** Something that another node did. */
    static Cause remote(Optional<String> correlation) {
        return new Cause(correlation, List.of(), true);
    }

    Cause through(String rule) {
        List<String> longer = new ArrayList<>(rules);
        longer.add(rule);
        return new Cause(correlation, longer, remote);
    }
}
