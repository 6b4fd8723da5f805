package io.mpreg.engine.route;

import java.util.List;

/**
 * How a party can be reached.
 *
 * @param node the node where it is; empty for this one
 * @param cluster the cluster of that node; empty for this one
 * @param path the nodes on the way, that one included; empty for this node
 * @param federationPath the clusters on the way, that one included; empty within this cluster
 * @param latencyMs how long the way takes, as measured, in milliseconds
 * @param cost what the way costs, without unit
 * @param reliability the share of messages that arrive, 0 to 1
 */
public record Reach(
        String node,
        String cluster,
        List<String> path,
        List<String> federationPath,
        double latencyMs,
        double cost,
        double reliability) {

    /** In this node. */
    public static final Reach LOCAL = new Reach("", "", List.of(), List.of(), 0, 0, 1);

    public Reach {
        path = List.copyOf(path);
        federationPath = List.copyOf(federationPath);
    }

    /** Another node of this cluster, one step away. */
    public static Reach node(String node, double latencyMs) {
        return new Reach(node, "", List.of(node), List.of(), latencyMs, latencyMs, 1);
    }

    public boolean isLocal() {
        return node.isEmpty() && cluster.isEmpty();
    }

    /** How many clusters are passed. */
    public int federationHops() {
        return federationPath.size();
    }
}
