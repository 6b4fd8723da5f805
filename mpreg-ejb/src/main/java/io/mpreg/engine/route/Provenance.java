package io.mpreg.engine.route;

import io.mpreg.api.MpregSystem;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a message comes from, and the way it has taken between clusters.
 *
 * @param system the system that made it
 * @param cluster the cluster where it was made
 * @param path the clusters it has passed, the first one first
 */
public record Provenance(MpregSystem system, String cluster, List<String> path) {

    public Provenance {
        path = List.copyOf(path);
    }

    /** A message made here. */
    public static Provenance local(MpregSystem system, String cluster) {
        return new Provenance(system, cluster, List.of());
    }

    /** How many clusters it has passed. */
    public int hops() {
        return path.size();
    }

    /** The same with one more cluster passed. */
    public Provenance withHop(String cluster) {
        List<String> longer = new ArrayList<>(path);
        longer.add(cluster);
        return new Provenance(system, this.cluster, longer);
    }
}
