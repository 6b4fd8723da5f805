package io.mpreg.engine.cache;

import io.mpreg.api.cache.CacheCheck;
import io.mpreg.api.cache.CacheDifference;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.cache.ConsistencyReport.NodeState;
import io.mpreg.engine.time.Platform;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Compares the nodes for somebody who wants to know, and mends what differs.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; goes on at the node's workers.
 */
final class Checkup {

    /** How often is compared until it is said what is left. */
    private static final int ROUNDS = 4;

    private static final Duration PAUSE = Duration.ofMillis(300);

    private final Regions regions;
    private final Cascade cascade;
    private final Consistency consistency;
    private final Platform platform;

    Checkup(Regions regions, Cascade cascade, Consistency consistency, Platform platform) {
        this.regions = regions;
        this.cascade = cascade;
        this.consistency = consistency;
        this.platform = platform;
    }

    /** One request. */
    private final class Run {
        private final String name;
        private final boolean repair;
        private final CompletableFuture<CacheCheck> result = new CompletableFuture<>();
        private final Set<String> differed = new HashSet<>();

        Run(String name, boolean repair) {
            this.name = name;
            this.repair = repair;
        }

        void compare(int round) {
            consistency
                    .check(name, regions.find(name), repair)
                    .whenCompleteAsync(
                            (report, failure) -> {
                                if (failure != null) {
                                    result.completeExceptionally(failure);
                                } else {
                                    compared(report, round);
                                }
                            },
                            platform.workers());
        }

        private void compared(ConsistencyReport report, int round) {
            Set<String> differs = new HashSet<>();
            report.differences().forEach(difference -> differs.add(difference.key()));
            differed.addAll(differs);
            if (repair && round < ROUNDS && !differs.isEmpty()) {
                mend(report, differs);
                platform.timers()
                        .schedule(
                                PAUSE, () -> platform.workers().execute(() -> compare(round + 1)));
            } else {
                differed.removeAll(differs);
                result.complete(check(report, differed.size()));
            }
        }

        private void mend(ConsistencyReport report, Set<String> differs) {
            Region region = regions.find(name);
            if (region == null) {
                return;
            }
            if (region.spec().mode() == RegionSpec.Mode.REPLICATED) {
                // The others ask this node by themselves, because they were told to repair.
                report.differences().stream()
                        .map(CacheDifference::node)
                        .distinct()
                        .forEach(region.coordinator()::repair);
            } else {
                for (String key : differs) {
                    cascade.invalidate(name, Invalidation.key(key), Cause.REQUEST);
                }
            }
        }
    }

    /** Compares what the nodes have of a region. */
    CompletionStage<CacheCheck> check(String name, boolean repair) {
        Run run = new Run(name, repair);
        run.compare(1);
        return run.result;
    }

    private static CacheCheck check(ConsistencyReport report, int repaired) {
        Map<String, Long> nodes = new HashMap<>();
        for (Map.Entry<String, NodeState> node : report.nodes().entrySet()) {
            nodes.put(node.getKey(), node.getValue().entries());
        }
        return new CacheCheck(
                report.keys(),
                report.differences(),
                report.cut(),
                repaired,
                nodes,
                report.silent());
    }
}
