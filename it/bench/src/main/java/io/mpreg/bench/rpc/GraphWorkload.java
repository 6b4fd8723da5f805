package io.mpreg.bench.rpc;

import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a graph of functions takes that each block a thread for some milliseconds, compared with
 * its critical path and with the same functions run level by level.
 *
 * <p>The critical path is that of the times that the functions took in the same run, so that the
 * accuracy of the machine's sleep counts for neither side. The run level by level uses the same
 * threads directly and nothing else, so it is as fast as one with a barrier can be.
 */
public final class GraphWorkload implements Workload {

    private static final String BY_LEVEL = "level-by-level";
    private static final String CRITICAL = "critical-path";
    private static final double NANOS_PER_MS = 1e6;

    private final Map<String, Double> times = new ConcurrentHashMap<>();

    private final Series total = new Series();
    private final Series critical = new Series();
    private final Series byLevel = new Series();

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int rounds = options.number("rounds", quick ? 3 : 7);
        int runs = options.number("runs", quick ? 10 : 40);
        UnevenGraph graph =
                options.settings().containsKey("seed")
                        ? UnevenGraph.random(options.number("seed", 0))
                        : UnevenGraph.fixed();
        try (GraphNode node = new GraphNode()) {
            node.client()
                    .register(
                            FunctionSpec.named(UnevenGraph.FUNCTION),
                            call -> work(call.command(), call.<Integer>arg(0, Integer.class)));
            lines.progress("warming up");
            round(node, graph, runs);
            List.of(total, critical, byLevel).forEach(Series::clear);
            for (int round = 1; round <= rounds; round++) {
                lines.progress("round " + round + " of " + rounds);
                round(node, graph, runs);
            }
        }
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("commands", graph.tasks().size());
        settings.put("levels", graph.levels().size());
        settings.put("runsPerRound", runs);
        lines.result("graph_ms", total, settings);
        lines.peer(CRITICAL, "graph_ms", critical, settings);
        lines.ratio("graph_ms", CRITICAL, total, critical, 1.05);
        if (options.measures(BY_LEVEL)) {
            lines.peer(BY_LEVEL, "graph_ms", byLevel, settings);
            lines.ratio("graph_ms", BY_LEVEL, total, byLevel, 0.75);
        }
    }

    private void round(GraphNode node, UnevenGraph graph, int runs) {
        RpcRequest request = graph.request();
        double took = 0;
        double longest = 0;
        double levels = 0;
        for (int i = 0; i < runs; i++) {
            long begun = System.nanoTime();
            RpcResult result = node.client().execute(request);
            took += (System.nanoTime() - begun) / NANOS_PER_MS;
            if (result.successRate() < 100) {
                throw new IllegalStateException("a command failed: " + result.outcomes());
            }
            longest += graph.criticalPath(times);
            levels += levels(node, graph);
        }
        total.add(took / runs);
        critical.add(longest / runs);
        byLevel.add(levels / runs);
    }

    private double levels(GraphNode node, UnevenGraph graph) {
        long begun = System.nanoTime();
        for (List<String> level : graph.levels()) {
            CompletableFuture.allOf(
                            level.stream()
                                    .map(
                                            name ->
                                                    CompletableFuture.runAsync(
                                                            () -> work(graph, name),
                                                            node.workers()))
                                    .toArray(CompletableFuture[]::new))
                    .join();
        }
        return (System.nanoTime() - begun) / NANOS_PER_MS;
    }

    private void work(UnevenGraph graph, String name) {
        try {
            work(name, graph.tasks().get(name).ms());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private String work(String name, int ms) throws InterruptedException {
        long begun = System.nanoTime();
        if (ms > 0) {
            Thread.sleep(ms);
        }
        times.put(name, (System.nanoTime() - begun) / NANOS_PER_MS);
        return name;
    }
}
