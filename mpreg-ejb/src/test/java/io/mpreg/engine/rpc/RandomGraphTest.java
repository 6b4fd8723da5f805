package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.LevelResult;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RandomGraphTest {

    private static RpcSettings parallel(int max) {
        RpcSettings d = RpcSettings.defaults();
        return new RpcSettings(
                max,
                d.maxCommands(),
                d.maxRequests(),
                d.requestTimeout(),
                d.commandTimeout(),
                d.maxAttempts(),
                d.concurrency(),
                d.maxWaiting(),
                d.keyWindow(),
                d.keyTime(),
                d.progressInterval(),
                d.maxEventWaits(),
                d.eventTimeout());
    }

    @Test
    void everyRequestEndsAsTheNaiveInterpreterSays() {
        for (long seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            int maxParallel = 1 + random.nextInt(6);
            Bench bench = new Bench(seed, parallel(maxParallel));
            NodeFunction function = new NodeFunction(bench.scheduler);
            bench.client.register(FunctionSpec.named("t.node"), function);
            RandomGraph graph = new RandomGraph(random, 30, random.nextInt(25));
            RpcResult result =
                    bench.run(
                            RpcRequest.of(graph.commands())
                                    .intermediate(true)
                                    .summary(true)
                                    .progress(random.nextBoolean()));
            check("seed " + seed, graph, result);
            assertThat(result.summary().orElseThrow().maxParallel())
                    .as("seed %s", seed)
                    .isBetween(function.highest.get(), maxParallel);
            assertThat(function.runs.values()).as("seed %s", seed).allMatch(n -> n == 1);
            assertThat(function.runs)
                    .as("seed %s", seed)
                    .hasSize(
                            (int)
                                    graph.statuses().values().stream()
                                            .filter(s -> s != CommandStatus.SKIPPED)
                                            .count());
            assertThat(bench.time.pending()).as("seed %s", seed).isZero();
            assertThat(bench.engine.openRequests()).as("seed %s", seed).isZero();
        }
    }

    static void check(String seed, RandomGraph graph, RpcResult result) {
        Map<String, CommandStatus> statuses = graph.statuses();
        Map<String, Long> values = graph.values();
        assertThat(
                        result.outcomes().entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey, e -> e.getValue().status())))
                .as(seed)
                .isEqualTo(statuses);
        for (int i = 0; i < graph.size; i++) {
            String name = RandomGraph.name(i);
            CommandOutcome outcome = result.outcomes().get(name);
            assertThat(outcome.level()).as(seed).isEqualTo(graph.level(i));
            if (values.containsKey(name)) {
                assertThat(outcome.value().orElseThrow().as(Map.class))
                        .as(seed)
                        .isEqualTo(Map.of("v", values.get(name), "l", List.of(values.get(name))));
            }
            if (outcome.status() == CommandStatus.SKIPPED) {
                assertThat(statuses.get(outcome.skippedBecause().orElseThrow()))
                        .as(seed)
                        .isEqualTo(CommandStatus.FAILED);
            }
        }
        assertThat(result.results().keySet())
                .as(seed)
                .containsExactlyInAnyOrderElementsOf(
                        graph.leaves().stream().filter(values::containsKey).toList());
        assertThat(result.successRate())
                .as(seed)
                .isEqualTo(graph.size == 0 ? 100 : 100.0 * values.size() / graph.size);
        checkLevels(seed, graph, result, values);
    }

    private static void checkLevels(
            String seed, RandomGraph graph, RpcResult result, Map<String, Long> values) {
        int index = 0;
        for (LevelResult level : result.intermediate()) {
            assertThat(level.level()).as(seed).isEqualTo(index++);
            assertThat(level.completedLevels()).as(seed).isEqualTo(index);
            assertThat(values.keySet()).as(seed).containsAll(level.results().keySet());
        }
        if (index > 0) {
            LevelResult last = result.intermediate().get(index - 1);
            assertThat(last.totalLevels()).as(seed).isEqualTo(index);
            assertThat(last.progress()).as(seed).isEqualTo(100);
            assertThat(last.accumulated().keySet()).as(seed).isEqualTo(values.keySet());
        }
        assertThat(index == 0).as(seed).isEqualTo(graph.size == 0);
    }

    @Test
    void whatIsCancelledOrOutOfTimeEndsTooAndLeavesNothing() {
        Bench bench = new Bench(7);
        int baseline = 0;
        NodeFunction function = new NodeFunction(bench.scheduler);
        bench.client.register(FunctionSpec.named("t.node"), function);
        baseline = bench.router.filed.get();
        for (long seed = 0; seed < 10_000; seed++) {
            Random random = new Random(seed);
            RandomGraph graph = new RandomGraph(random, 8, 10);
            List<Command> commands = RandomWaits.added(random, graph.commands());
            CompletableFuture<RpcResult> result =
                    bench.client
                            .executeAsync(
                                    RpcRequest.of(commands)
                                            .requestId("r" + seed)
                                            .timeout(Duration.ofSeconds(5)))
                            .toCompletableFuture();
            for (int i = random.nextInt(12); i > 0; i--) {
                bench.scheduler.step();
            }
            RandomWaits.disturb(random, bench, "r" + seed);
            bench.scheduler.drain();
            bench.advance(Duration.ofSeconds(6));
            assertThat(result).as("seed %s", seed).isDone();
            assertThat(result.join().outcomes()).as("seed %s", seed).hasSize(graph.size);
            assertThat(bench.router.filed.get()).as("seed %s", seed).isEqualTo(baseline);
            assertThat(bench.engine.awaitedEvents()).as("seed %s", seed).isZero();
            assertThat(bench.engine.openRequests()).as("seed %s", seed).isZero();
            assertThat(bench.time.pending()).as("seed %s", seed).isZero();
            bench.events.clear();
            function.runs.clear();
        }
    }
}
