package io.mpreg.engine.route;

import java.util.List;

/**
 * Where a message goes.
 *
 * @param targets everyone it reaches, each once
 * @param path the nodes on the way
 * @param federationPath the clusters on the way; empty if it stays in this one
 * @param cost what the way costs, without unit
 * @param estimatedLatencyMs how long it is likely to take, in milliseconds
 * @param routeId identifies the route in logs and monitoring
 * @param policy the id of the policy that was applied
 * @param cached whether it came from the route cache
 * @param fallback why the route is local although it should have left the cluster; empty if not
 */
public record RouteResult(
        List<Target> targets,
        List<String> path,
        List<String> federationPath,
        double cost,
        double estimatedLatencyMs,
        long routeId,
        String policy,
        boolean cached,
        String fallback) {

    public RouteResult {
        targets = List.copyOf(targets);
        path = List.copyOf(path);
        federationPath = List.copyOf(federationPath);
    }

    /** How many steps between nodes the way has. */
    public int hops() {
        return Math.max(0, path.size() - 1);
    }

    /** Whether the message has to leave the cluster. */
    public boolean federationRequired() {
        return !federationPath.isEmpty();
    }

    /** The same as it comes from the route cache. */
    RouteResult fromCache() {
        return new RouteResult(
                targets,
                path,
                federationPath,
                cost,
                estimatedLatencyMs,
                routeId,
                policy,
                true,
                fallback);
    }
}
