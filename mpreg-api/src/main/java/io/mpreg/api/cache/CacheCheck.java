package io.mpreg.api.cache;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the nodes have of a region, compared with the node that was asked.
 *
 * @param keys how many keys were compared: all that any node has, as far as it is known
 * @param differences where a node differs now, after a repair if there was one; at most 1000
 * @param more whether there may be more differences than are listed
 * @param repaired how many keys differed and do not any more
 * @param nodes how many entries each node that answered has, by its name
 * @param silent the nodes that did not answer in time
 * @since 0.1
 */
public record CacheCheck(
        long keys,
        List<CacheDifference> differences,
        boolean more,
        int repaired,
        Map<String, Long> nodes,
        Set<String> silent) {
    public CacheCheck {
        differences = List.copyOf(differences);
        nodes = Map.copyOf(nodes);
        silent = Set.copyOf(silent);
    }

    /** Whether all answered and no difference is known. */
    public boolean agrees() {
        return silent.isEmpty() && differences.isEmpty() && !more;
    }
}
