package io.mpreg.api.rpc;

import java.util.List;

/**
 * Where the time of a request went; all times in milliseconds.
 *
 * @param totalMs the whole request
 * @param levels how many levels its graph has
 * @param levelMs per level, from the first start to the last end
 * @param bottleneckLevel the index of the slowest level; -1 if there is none
 * @param averageLevelMs the mean of {@code levelMs}
 * @param maxParallel the most commands that ran at the same time
 * @param nodes where commands ran
 * @param crossClusterHops how many calls went to another cluster
 * @since 0.1
 */
public record ExecutionSummary(
        double totalMs,
        int levels,
        List<Double> levelMs,
        int bottleneckLevel,
        double averageLevelMs,
        int maxParallel,
        List<String> nodes,
        int crossClusterHops) {

    public ExecutionSummary {
        levelMs = List.copyOf(levelMs);
        nodes = List.copyOf(nodes);
    }
}
