package io.mpreg.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Graphs of functions over the connections of a server. */
@ExtendWith(ArquillianExtension.class)
public class RpcIT {

    @Deployment(name = "mpreg", order = 1, testable = false)
    public static EnterpriseArchive mpreg() {
        return Artefacts.ear();
    }

    @Deployment(name = "shared", order = 2, testable = false)
    public static WebArchive shared() {
        return Artefacts.shared("shared.war");
    }

    private static Map<String, Object> command(String name, String function, Object... args) {
        Map<String, Object> command = new LinkedHashMap<>();
        command.put("name", name);
        command.put("function", function);
        command.put("args", Arrays.asList(args));
        return command;
    }

    private static Map<String, String> ref(String path) {
        return Map.of("$ref", path);
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }

    @Test
    void aSensorPipelineOfEightStagesRunsOnTwoProviders() throws Exception {
        try (WireProvider field = new WireProvider();
                WireProvider laboratory = new WireProvider();
                Protocol watcher = Protocol.connect();
                Protocol caller = Protocol.connect()) {
            field.provide("sensor.read", a -> Map.of("id", a.get(0), "raw", List.of(10, 12, 50)))
                    .provide("sensor.smooth", a -> sum(a.get(0)) / ((List<?>) a.get(0)).size())
                    .provide("sensor.classify", a -> number(a.get(0)) > 20 ? "hot" : "cold")
                    .provide("sensor.score", a -> number(a.get(0)) + (int) number(a.get(1)));
            laboratory
                    .provide("sensor.calibrate", a -> scaled((List<?>) a.get(0)))
                    .provide("sensor.peak", a -> highest((List<?>) a.get(0)))
                    .provide("sensor.enrich", a -> a.get(0) + "/" + a.get(1))
                    .provide("sensor.report", a -> Map.of("label", a.get(0), "score", a.get(1)));
            watcher.ok("subscribe", Map.of("patterns", List.of("mpreg.rpc.command.*.*")));

            Map<String, Object> request = new LinkedHashMap<>();
            request.put("commands", pipeline());
            request.put("requestId", "pipeline-1");
            request.put("correlationId", "pipeline-trace");
            request.put("intermediate", true);
            request.put("summary", true);
            request.put("progress", true);
            Map<String, Object> reply = caller.ok("rpc.call", request);

            Map<?, ?> report = (Map<?, ?>) ((Map<?, ?>) reply.get("results")).get("report");
            assertThat(report.get("label")).isEqualTo("s-7/hot");
            assertThat(number(report.get("score"))).isEqualTo(148);
            assertThat(number(reply.get("successRate"))).isEqualTo(100);
            assertThat((List<?>) reply.get("intermediate")).hasSize(6);
            assertThat(((Map<?, ?>) reply.get("summary")).get("levels")).isEqualTo(6L);
            assertThat(((Map<?, ?>) reply.get("outcomes"))).hasSize(8);

            List<String> course = new ArrayList<>();
            while (course.size() < 16) {
                Map<String, Object> event = watcher.push();
                assertThat(event.get("headers").toString()).contains("pipeline-trace");
                if (!event.get("topic").toString().endsWith(".progress")) {
                    course.add(event.get("topic").toString());
                }
            }
            for (Map<String, Object> stage : pipeline()) {
                String topic = "mpreg.rpc.command.pipeline-1:" + stage.get("name");
                assertThat(course).containsSubsequence(topic + ".started", topic + ".completed");
            }
            assertThat(timeline(caller, "pipeline-trace"))
                    .contains("rpc.started", "rpc.command.completed", "rpc.completed");
        }
    }

    private static List<Map<String, Object>> pipeline() {
        return List.of(
                command("report", "sensor.report", ref("enrich"), ref("score")),
                command("score", "sensor.score", ref("peak"), ref("smooth")),
                command("enrich", "sensor.enrich", ref("read.id"), ref("classify")),
                command("classify", "sensor.classify", ref("smooth")),
                command("peak", "sensor.peak", ref("calibrate")),
                command("smooth", "sensor.smooth", ref("calibrate")),
                command("calibrate", "sensor.calibrate", ref("read.raw")),
                command("read", "sensor.read", "s-7"));
    }

    private static double sum(Object numbers) {
        return ((List<?>) numbers).stream().mapToDouble(RpcIT::number).sum();
    }

    private static List<Long> scaled(List<?> numbers) {
        return numbers.stream().map(n -> (long) (2 * number(n))).toList();
    }

    private static long highest(List<?> numbers) {
        return (long) numbers.stream().mapToDouble(RpcIT::number).max().orElse(0);
    }

    private static String timeline(Protocol client, String correlationId) throws Exception {
        return client.ok("monitor.timeline", Map.of("correlationId", correlationId))
                .get("events")
                .toString();
    }

    @Test
    void aBeanCallsAFunctionThatABrowserProvides() throws Exception {
        try (WireProvider browser =
                new WireProvider()
                        .provide(
                                "browser.upper",
                                args -> args.get(0).toString().toUpperCase(Locale.ROOT))) {
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    Node.get(
                                                            "/shared/call?function=browser.upper"
                                                                    + "&text=quiet"))
                                            .isEqualTo("QUIET"));
        }
    }

    @Test
    void aProviderThatLeavesFailsItsCallTyped() throws Exception {
        try (Protocol provider = Protocol.connect();
                Protocol caller = Protocol.connect()) {
            provider.ok("rpc.register", Map.of("function", "leaving.slow"));
            CompletableFuture<Map<String, Object>> reply = calling(caller, "leaving.slow");
            assertThat(provider.push()).containsEntry("op", "rpc.invoke");
            provider.close();
            assertThat(reply.get(30, TimeUnit.SECONDS).get("outcomes").toString())
                    .contains("FAILED")
                    .contains("MPREG-1006");
        }
    }

    private static CompletableFuture<Map<String, Object>> calling(
            Protocol caller, String function) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return caller.ok(
                                "rpc.call",
                                Map.of(
                                        "requestId",
                                        function,
                                        "commands",
                                        List.of(command("x", function, 1))));
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    void progressAndCancellationReachTheOtherSide() throws Exception {
        try (Protocol provider = Protocol.connect();
                Protocol caller = Protocol.connect();
                Protocol other = Protocol.connect()) {
            provider.ok("rpc.register", Map.of("function", "watched.slow"));
            CompletableFuture<Map<String, Object>> reply = calling(caller, "watched.slow");
            Object invocation = provider.push().get("invocation");
            provider.ok(
                    "rpc.progress",
                    Map.of("invocation", invocation, "percent", 40, "step", "counting"));
            Map<String, Object> monitored =
                    other.ok("rpc.monitor", Map.of("commandId", "watched.slow:x"));
            assertThat(monitored.get("progress").toString()).contains("40").contains("counting");
            assertThat(other.ok("rpc.active", Map.of()).get("commands").toString())
                    .contains("watched.slow");
            assertThat(other.ok("rpc.cancel", Map.of("requestId", "watched.slow")))
                    .containsEntry("cancelled", true);
            assertThat(provider.push())
                    .containsEntry("op", "rpc.cancelled")
                    .containsEntry("invocation", invocation);
            assertThat(reply.get(30, TimeUnit.SECONDS).get("outcomes").toString())
                    .contains("CANCELLED")
                    .contains("MPREG-1005");
            assertThat(other.ok("rpc.analytics", Map.of()).get("functions").toString())
                    .contains("watched.slow");
        }
    }

    @Test
    void aKeptRequestWaitsForItsFunction() throws Exception {
        try (Protocol caller = Protocol.connect()) {
            Map<String, Object> submitted =
                    caller.ok(
                            "rpc.submit",
                            Map.of(
                                    "requestId",
                                    "kept-1",
                                    "commands",
                                    List.of(command("x", "kept.later", 20))));
            assertThat(submitted).containsEntry("requestId", "kept-1");
            assertThat(caller.ok("rpc.result", Map.of("requestId", "kept-1")))
                    .containsEntry("found", false);
        }
        try (WireProvider late =
                        new WireProvider().provide("kept.later", a -> (long) number(a.get(0)) + 1);
                Protocol another = Protocol.connect()) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () ->
                                    assertThat(
                                                    another.ok(
                                                                    "rpc.result",
                                                                    Map.of("requestId", "kept-1"))
                                                            .get("results"))
                                            .isEqualTo(Map.of("x", 21L)));
        }
    }
}
