package io.mpreg.engine.cache;

import io.mpreg.api.cache.CacheDifference;
import io.mpreg.api.cache.CacheDifference.Kind;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.cache.ConsistencyReport.NodeState;
import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.cache.peer.Prints;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What comes to light while the nodes answer what they hold of a region.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Comparison {

    /** How many differences are listed. */
    private static final int MOST = 1000;

    private final String name;
    private final @Nullable Region region;
    private final Set<String> silent;
    private final Map<String, NodeState> nodes = new HashMap<>();
    private final List<CacheDifference> differences = new ArrayList<>();
    private final Set<String> elsewhere = new HashSet<>();
    private boolean cut;

    /**
     * @param region the region, if this node has it
     * @param asked the nodes that are to answer
     */
    Comparison(String name, @Nullable Region region, Set<String> asked) {
        this.name = name;
        this.region = region;
        this.silent = new HashSet<>(asked);
    }

    /** Takes the answer of a node; whether it is the last one that was awaited. */
    synchronized boolean answered(String from, Coordination.Checked answer) {
        if (!silent.remove(from)) {
            return false;
        }
        state(from, answer);
        if (region != null) {
            compare(from, region, answer);
        }
        return silent.isEmpty();
    }

    /** Takes what a node says of itself. */
    synchronized void state(String node, Coordination.Checked answer) {
        nodes.put(node, new NodeState(answer.entries(), answer.prints().whole(), answer.held()));
    }

    private void compare(String from, Region here, Coordination.Checked answer) {
        // Copies of a source are each node's own: there, only other values are a difference.
        boolean same = here.spec().mode() == RegionSpec.Mode.REPLICATED;
        Coordinator coordinator = here.coordinator();
        Set<String> theirs = new HashSet<>();
        for (Coordination.Line line : answer.lines()) {
            theirs.add(line.key());
            long own = coordinator.print(line.key());
            if (own == 0) {
                elsewhere.add(line.key());
            }
            if (own != line.print() && (own != 0 || same)) {
                add(line.key(), own == 0 ? Kind.MISSING_HERE : Kind.VALUE, from);
            }
        }
        cut |= answer.cut();
        if (same && !answer.cut()) {
            long mask = coordinator.prints().differing(answer.prints());
            for (Entry entry : here.entries()) {
                String key = entry.key();
                if (Prints.within(mask, key) && !theirs.contains(key)) {
                    add(key, Kind.MISSING_THERE, from);
                }
            }
        }
    }

    private void add(String key, Kind kind, String node) {
        if (differences.size() < MOST) {
            differences.add(new CacheDifference(key, kind, node));
        } else {
            cut = true;
        }
    }

    synchronized ConsistencyReport report() {
        long here = region == null ? 0 : region.size();
        long most = nodes.values().stream().mapToLong(NodeState::entries).max().orElse(0);
        return new ConsistencyReport(
                name, Math.max(most, here + elsewhere.size()), nodes, silent, differences, cut);
    }
}
