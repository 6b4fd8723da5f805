package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.time.VectorClock;
import java.util.Map;
import java.util.Set;

/**
 * What the nodes hold of a region.
 *
 * @param region the region
 * @param nodes by the ids of the nodes
 * @param silent the nodes that did not answer in time
 */
public record ConsistencyReport(String region, Map<String, NodeState> nodes, Set<String> silent) {

    /**
     * What one node holds.
     *
     * @param entries how many entries
     * @param fingerprint of a replicated region: equal where the same writes are there
     * @param held how far it is with what each node told
     */
    public record NodeState(long entries, long fingerprint, VectorClock held) {

        static NodeState of(Coordination.Checked answer) {
            return new NodeState(answer.entries(), answer.fingerprint(), answer.held());
        }
    }

    public ConsistencyReport {
        nodes = Map.copyOf(nodes);
        silent = Set.copyOf(silent);
    }

    /** Whether all answered and hold the same writes. */
    public boolean agrees() {
        return silent.isEmpty()
                && nodes.values().stream().map(NodeState::fingerprint).distinct().count() <= 1;
    }
}
