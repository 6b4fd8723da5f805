package io.mpreg.engine.cache;

import io.mpreg.api.cache.CacheDifference;
import io.mpreg.engine.time.VectorClock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the nodes hold of a region.
 *
 * @param region the region
 * @param keys how many keys have an entry on any node, as far as it is known
 * @param nodes by the ids of the nodes
 * @param silent the nodes that did not answer in time
 * @param differences where a node differs from this one
 * @param cut whether there may be more differences than are listed
 */
public record ConsistencyReport(
        String region,
        long keys,
        Map<String, NodeState> nodes,
        Set<String> silent,
        List<CacheDifference> differences,
        boolean cut) {

    /**
     * What one node holds.
     *
     * @param entries how many entries
     * @param fingerprint equal where the same entries are there
     * @param held how far it is with what each node told
     */
    public record NodeState(long entries, long fingerprint, VectorClock held) {}

    public ConsistencyReport {
        nodes = Map.copyOf(nodes);
        silent = Set.copyOf(silent);
        differences = List.copyOf(differences);
    }

    /** Whether all answered and no difference is known. */
    public boolean agrees() {
        return silent.isEmpty() && differences.isEmpty() && !cut;
    }
}
