package io.mpreg.bench.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A server to be started.
 *
 * @param product which one
 * @param node the node's id
 * @param cluster its cluster
 * @param port where it answers HTTP
 * @param folder where it lives; made anew
 * @param data where the node keeps its data
 * @param settings configuration of MPREG by key
 * @param applications what is deployed on it; nothing for a bare server
 */
public record NodeSpec(
        Product product,
        String node,
        String cluster,
        int port,
        Path folder,
        Path data,
        Map<String, String> settings,
        Set<Application> applications) {

    static final String SECURED = "mpreg.transport.secured";

    public NodeSpec {
        settings = Map.copyOf(settings);
        applications = Set.copyOf(applications);
    }

    /** The root of its HTTP addresses. */
    public String http() {
        return "http://127.0.0.1:" + port;
    }

    /** Where clients connect. */
    public String webSocket() {
        return "ws://127.0.0.1:" + port + "/mpreg/ws";
    }

    /** Whether an application is deployed on it. */
    boolean has(Application application) {
        return applications.contains(application);
    }

    /** Whether only authenticated users may connect; then it has those of {@link TestUsers}. */
    public boolean isSecured() {
        return "true".equals(settings.get(SECURED));
    }

    /** The whole configuration of MPREG. */
    Map<String, String> configuration() {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("mpreg.node.id", node);
        all.put("mpreg.node.cluster", cluster);
        all.put("mpreg.node.data-dir", data.toString());
        return all;
    }
}
