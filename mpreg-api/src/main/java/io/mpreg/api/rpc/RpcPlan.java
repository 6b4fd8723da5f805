package io.mpreg.api.rpc;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a request would do.
 *
 * @param levels the names of its commands, level by level
 * @param candidates per command every provider that was considered
 * @since 0.1
 */
public record RpcPlan(List<List<String>> levels, Map<String, List<Candidate>> candidates) {

    public RpcPlan {
        levels = levels.stream().map(List::copyOf).toList();
        Map<String, List<Candidate>> copy = new LinkedHashMap<>();
        candidates.forEach((command, considered) -> copy.put(command, List.copyOf(considered)));
        candidates = Collections.unmodifiableMap(copy);
    }

    /**
     * A provider that was considered for a command.
     *
     * @param provider the registration's id
     * @param node where it is
     * @param version the function's version there
     * @param fits whether it could be chosen
     * @param reason why, or why not
     */
    public record Candidate(
            String provider, String node, String version, boolean fits, String reason) {}
}
