package io.mpreg.engine.rpc;

import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.ExecutionSummary;
import io.mpreg.api.rpc.LevelResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What happened in each level of a request. Touched by one thread at a time.
 *
 * <p>Levels can be complete out of order; they are reported in order.
 */
final class LevelLog {

    private static final double NANOS_PER_MILLI = 1e6;

    private final Graph graph;
    private final Run[] runs;
    private final ValueCodec codec;
    private final long acceptedAt;
    private final boolean intermediate;
    private final int[] open;
    private final boolean[] started;
    private final long[] firstStart;
    private final long[] lastEnd;
    private final List<LevelResult> results = new ArrayList<>();
    private final Map<String, Value> accumulated = new LinkedHashMap<>();
    private int reported;
    private int crossClusterHops;

    LevelLog(Graph graph, Run[] runs, ValueCodec codec, long acceptedAt, boolean intermediate) {
        this.graph = graph;
        this.runs = runs;
        this.codec = codec;
        this.acceptedAt = acceptedAt;
        this.intermediate = intermediate;
        int levels = graph.levels().size();
        open = new int[levels];
        started = new boolean[levels];
        firstStart = new long[levels];
        lastEnd = new long[levels];
        for (int i = 0; i < levels; i++) {
            open[i] = graph.levels().get(i).size();
        }
    }

    /** Notes a start; true if it is the level's first. */
    boolean started(Run run) {
        int level = run.step.level();
        if (started[level]) {
            return false;
        }
        started[level] = true;
        firstStart[level] = run.startedAt;
        return true;
    }

    /**
     * Notes that a command has its outcome.
     *
     * @return how many levels were {@link #reported} before
     */
    int ended(Run run) {
        int level = run.step.level();
        lastEnd[level] = run.endedAt;
        open[level]--;
        int before = reported;
        while (reported < open.length && open[reported] == 0) {
            if (intermediate) {
                report(reported, run.endedAt);
            }
            reported++;
        }
        return before;
    }

    /** How many levels are complete, of those that all before them are complete. */
    int reported() {
        return reported;
    }

    /** What a reported level yielded, if that was asked for. */
    Optional<LevelResult> result(int level) {
        return intermediate ? Optional.of(results.get(level)) : Optional.empty();
    }

    void crossedCluster() {
        crossClusterHops++;
    }

    private void report(int level, long now) {
        Map<String, Value> own = new LinkedHashMap<>();
        for (int index : graph.levels().get(level)) {
            Outcome outcome = runs[index].outcome;
            if (outcome != null && outcome.succeeded()) {
                own.put(runs[index].step.name(), new Value(outcome.value().orElseThrow(), codec));
            }
        }
        accumulated.putAll(own);
        results.add(
                new LevelResult(
                        level,
                        own,
                        accumulated,
                        level + 1,
                        open.length,
                        100.0 * (level + 1) / open.length,
                        (now - acceptedAt) / NANOS_PER_MILLI));
    }

    List<LevelResult> results() {
        return results;
    }

    ExecutionSummary summary(long now, int maxParallel) {
        List<Double> times = new ArrayList<>();
        int slowest = -1;
        double sum = 0;
        for (int i = 0; i < open.length; i++) {
            double time = started[i] ? (lastEnd[i] - firstStart[i]) / NANOS_PER_MILLI : 0;
            times.add(time);
            sum += time;
            if (slowest < 0 || time > times.get(slowest)) {
                slowest = i;
            }
        }
        TreeSet<String> nodes = new TreeSet<>();
        for (Run run : runs) {
            if (run.started && !run.node().isEmpty()) {
                nodes.add(run.node());
            }
        }
        return new ExecutionSummary(
                (now - acceptedAt) / NANOS_PER_MILLI,
                open.length,
                times,
                slowest,
                times.isEmpty() ? 0 : sum / times.size(),
                maxParallel,
                new ArrayList<>(nodes),
                crossClusterHops);
    }
}
