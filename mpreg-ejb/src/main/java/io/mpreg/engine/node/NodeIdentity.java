package io.mpreg.engine.node;

import io.mpreg.api.NodeInfo;

/**
 * Who a node is.
 *
 * @param node its stable id: 1 to 64 letters, digits, {@code _} and {@code -}
 * @param cluster the id of its cluster: likewise
 */
public record NodeIdentity(String node, String cluster) {

    private static final String VALID = "[A-Za-z0-9_-]{1,64}";

    public NodeIdentity {
        check("node", node);
        check("cluster", cluster);
    }

    private static void check(String name, String value) {
        if (!value.matches(VALID)) {
            throw new IllegalArgumentException(
                    name + " must be 1 to 64 letters, digits, '_' or '-', was '" + value + "'");
        }
    }

    NodeInfo info() {
        String version = NodeIdentity.class.getPackage().getImplementationVersion();
        return new NodeInfo(node, cluster, version == null ? "development" : version);
    }
}
