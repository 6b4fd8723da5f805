package io.mpreg.api;

import java.util.Objects;

/**
 * The identity of a node.
 *
 * @param node the node's stable id
 * @param cluster the id of its cluster
 * @param version the version of MPREG that it runs
 * @since 0.1
 */
public record NodeInfo(String node, String cluster, String version) {
    public NodeInfo {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(cluster, "cluster");
        Objects.requireNonNull(version, "version");
    }
}
