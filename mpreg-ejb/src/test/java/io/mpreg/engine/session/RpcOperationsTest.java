package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RpcOperationsTest {

    private final SessionNode node = new SessionNode();
    private final WireClient caller = node.connect();
    private final WireClient provider = node.connect();

    private static Map<String, Object> command(String name, String function, Object... args) {
        return Map.of("name", name, "function", function, "args", List.of(args));
    }

    private static Object outcome(Map<String, Object> reply, String command, String field) {
        return ((Map<?, ?>) ((Map<?, ?>) reply.get("outcomes")).get(command)).get(field);
    }

    private static String code(Map<String, Object> reply, String command) {
        return (String) ((Map<?, ?>) outcome(reply, command, "error")).get("code");
    }

    @Test
    void runsAGraph() {
        Map<String, Object> reply =
                caller.ok(
                        "rpc.call",
                        "commands",
                        List.of(
                                command("b", "mpreg.echo", Map.of("$ref", "a.x[1]")),
                                Map.of(
                                        "name", "a",
                                        "function", "mpreg.merge",
                                        "kwargs", Map.of("x", List.of(1, "two")))),
                        "summary",
                        true,
                        "intermediate",
                        true,
                        "correlationId",
                        "c-1");
        assertThat(reply.get("results")).isEqualTo(Map.of("b", "two"));
        assertThat(reply)
                .containsEntry("correlationId", "c-1")
                .containsKeys("requestId", "successRate", "summary", "intermediate");
        assertThat(outcome(reply, "a", "status")).isEqualTo("SUCCEEDED");
        assertThat(outcome(reply, "a", "value")).isEqualTo(Map.of("x", List.of(1L, "two")));
        assertThat(outcome(reply, "b", "level")).isEqualTo(1L);
        assertThat((List<?>) reply.get("intermediate")).hasSize(2);
        assertThat(((Map<?, ?>) reply.get("summary")).keySet().toString())
                .contains("totalMs", "levels", "levelMs", "bottleneckLevel", "maxParallel");
    }

    @Test
    void quotesWithLiterals() {
        Map<String, Object> lit = Map.of("$lit", Map.of("$ref", "nobody"));
        assertThat(caller.ok("rpc.call", "commands", List.of(command("a", "mpreg.echo", lit))))
                .containsEntry("results", Map.of("a", Map.of("$ref", "nobody")));
    }

    @Test
    void refusesWhatIsNoGraphAndTellsWhatFailed() {
        assertThat(
                        caller.error(
                                "rpc.call",
                                "commands",
                                List.of(command("a", "mpreg.echo", Map.of("$ref", "a")))))
                .isEqualTo("MPREG-1002");
        assertThat(
                        caller.error(
                                "rpc.call",
                                "commands",
                                List.of(command("a", "mpreg.node"), command("a", "mpreg.node"))))
                .isEqualTo("MPREG-1002");
        Map<String, Object> reply =
                caller.ok(
                        "rpc.call",
                        "commands",
                        List.of(
                                command("x", "nobody.has.it"),
                                command("f", "mpreg.fail", "no way"),
                                command("s", "mpreg.echo", Map.of("$ref", "f"))));
        assertThat(code(reply, "x")).isEqualTo("MPREG-1001");
        assertThat(code(reply, "f")).isEqualTo("MPREG-1003");
        assertThat(outcome(reply, "f", "error").toString()).contains("no way");
        assertThat(outcome(reply, "s", "skippedBecause")).isEqualTo("f");
        assertThat(caller.ok("rpc.call", "commands", List.of())).containsEntry("results", Map.of());
    }

    @Test
    void refusesBadRequests() {
        assertThat(caller.error("rpc.call")).isEqualTo("MPREG-1400");
        assertThat(caller.error("rpc.call", "commands", 7)).isEqualTo("MPREG-1400");
        assertThat(caller.error("rpc.call", "commands", List.of(7))).isEqualTo("MPREG-1400");
        assertThat(caller.error("rpc.call", "commands", List.of(Map.of("name", "a"))))
                .isEqualTo("MPREG-1400");
        assertThat(
                        caller.error(
                                "rpc.call",
                                "commands",
                                List.of(Map.of("name", "a", "function", "f", "args", 1))))
                .isEqualTo("MPREG-1400");
        assertThat(
                        caller.error(
                                "rpc.call",
                                "commands",
                                List.of(Map.of("name", "a", "function", "f", "kwargs", List.of()))))
                .isEqualTo("MPREG-1400");
        assertThat(caller.error("rpc.call", "commands", List.of(), "timeoutMs", -1))
                .isEqualTo("MPREG-1400");
        assertThat(caller.error("rpc.call", "commands", List.of(), "timeoutMs", 1e300))
                .isEqualTo("MPREG-1400");
        Map<String, Object> after = Map.of("dependency", "d", "type", "NOTHING", "pattern", "p");
        assertThat(
                        caller.error(
                                "rpc.call",
                                "commands",
                                List.of(
                                        Map.of(
                                                "name", "a",
                                                "function", "mpreg.node",
                                                "after", List.of(after)))))
                .isEqualTo("MPREG-1400");
    }

    @Test
    void waitsForEvents() {
        Map<String, Object> after =
                Map.of(
                        "dependency", "d",
                        "type", "PUBSUB_MESSAGE",
                        "pattern", "e.*",
                        "field", "n",
                        "condition", Map.of("field", "n", "greater", 1));
        String id =
                caller.ask(
                        "rpc.call",
                        "commands",
                        List.of(
                                Map.of(
                                        "name",
                                        "a",
                                        "function",
                                        "mpreg.echo",
                                        "args",
                                        List.of(Map.of("$ref", "d")),
                                        "after",
                                        List.of(after))));
        caller.ok("publish", "topic", "e.x", "payload", Map.of("n", 1));
        assertThat(caller.hasReply(id)).isFalse();
        caller.ok("publish", "topic", "e.x", "payload", Map.of("n", 2));
        assertThat(caller.replyTo(id)).containsEntry("results", Map.of("a", 2L));
    }

    @Test
    void callsAFunctionOfAnotherConnection() {
        String id = (String) provider.ok("rpc.register", "function", "u.upper").get("provider");
        String call =
                caller.ask(
                        "rpc.call",
                        "commands",
                        List.of(
                                Map.of(
                                        "name",
                                        "a",
                                        "function",
                                        "u.upper",
                                        "args",
                                        List.of("loud", Map.of("x", 1.5)),
                                        "kwargs",
                                        Map.of("k", List.of()),
                                        "timeoutMs",
                                        5000)),
                        "requestId",
                        "q1");
        Map<String, Object> invoke = provider.push("rpc.invoke");
        assertThat(invoke)
                .containsEntry("function", "u.upper")
                .containsEntry("version", "1")
                .containsEntry("provider", id)
                .containsEntry("command", "a")
                .containsEntry("requestId", "q1")
                .containsEntry("idempotencyKey", "q1:a")
                .containsEntry("deadlineMs", 5000L)
                .containsEntry("kwargs", Map.of("k", List.of()));
        assertThat(invoke.get("args").toString()).isEqualTo("[loud, {x=1.5}]");
        provider.ok(
                "rpc.progress", "invocation", invoke.get("invocation"), "percent", 50, "step", "s");
        provider.ok("rpc.return", "invocation", invoke.get("invocation"), "value", "LOUD");
        assertThat(caller.replyTo(call)).containsEntry("results", Map.of("a", "LOUD"));
        assertThat(provider.error("rpc.return", "invocation", invoke.get("invocation")))
                .isEqualTo("MPREG-1404");
        provider.ok("rpc.unregister", "provider", id);
        assertThat(provider.error("rpc.unregister", "provider", id)).isEqualTo("MPREG-1404");
        assertThat(code(caller.ok("rpc.call", "commands", List.of(command("a", "u.upper"))), "a"))
                .isEqualTo("MPREG-1001");
    }

    @Test
    void aProvidersErrorIsTheCommandsFailure() {
        provider.ok("rpc.register", "function", "u.f");
        String call = caller.ask("rpc.call", "commands", List.of(command("a", "u.f")));
        Object invocation = provider.push("rpc.invoke").get("invocation");
        provider.ok(
                "rpc.return",
                "invocation",
                invocation,
                "error",
                Map.of("message", "out of stock", "type", "Stock"));
        Map<String, Object> reply = caller.replyTo(call);
        assertThat(code(reply, "a")).isEqualTo("MPREG-1003");
        assertThat(outcome(reply, "a", "error").toString()).contains("out of stock");
    }

    @Test
    void aLostProviderIsUnreachable() {
        provider.ok("rpc.register", "function", "u.f");
        String call = caller.ask("rpc.call", "commands", List.of(command("a", "u.f")));
        provider.push("rpc.invoke");
        provider.cut();
        assertThat(code(caller.replyTo(call), "a")).isEqualTo("MPREG-1006");
        assertThat(caller.ok("rpc.list", "pattern", "u.#")).containsEntry("functions", List.of());
    }

    @Test
    void tellsTheProviderWhenNobodyWaits() {
        provider.ok("rpc.register", "function", "u.f");
        String call =
                caller.ask("rpc.call", "commands", List.of(command("a", "u.f")), "requestId", "q1");
        Object invocation = provider.push("rpc.invoke").get("invocation");
        assertThat(caller.ok("rpc.cancel", "requestId", "q1")).containsEntry("cancelled", true);
        assertThat(caller.ok("rpc.cancel", "requestId", "q1")).containsEntry("cancelled", false);
        assertThat(provider.push("rpc.cancelled")).containsEntry("invocation", invocation);
        assertThat(outcome(caller.replyTo(call), "a", "status")).isEqualTo("CANCELLED");
        assertThat(provider.error("rpc.return", "invocation", invocation, "value", 1))
                .isEqualTo("MPREG-1404");
    }

    @Test
    void timesOutAndTellsTheProvider() {
        provider.ok("rpc.register", "function", "u.f");
        String call =
                caller.ask("rpc.call", "commands", List.of(command("a", "u.f")), "timeoutMs", 1000);
        provider.push("rpc.invoke");
        node.time.advance(Duration.ofSeconds(1));
        Map<String, Object> reply = caller.replyTo(call);
        assertThat(outcome(reply, "a", "status")).isEqualTo("TIMED_OUT");
        assertThat(code(reply, "a")).isEqualTo("MPREG-1004");
        provider.push("rpc.cancelled");
    }

    @Test
    void aCallerThatGoesAwayCancelsItsCalls() {
        provider.ok("rpc.register", "function", "u.f");
        caller.ask("rpc.call", "commands", List.of(command("a", "u.f")));
        Object invocation = provider.push("rpc.invoke").get("invocation");
        caller.cut();
        assertThat(provider.push("rpc.cancelled")).containsEntry("invocation", invocation);
        assertThat(node.rpc.openRequests()).isZero();
    }

    @Test
    void refusesTheSameVersionTwiceAndNamesOfTheNode() {
        provider.ok("rpc.register", "function", "u.f", "version", "1.2");
        assertThat(provider.error("rpc.register", "function", "u.f", "version", "1.2"))
                .isEqualTo("MPREG-1409");
        provider.ok("rpc.register", "function", "u.f", "version", "1.3");
        assertThat(provider.error("rpc.register", "function", "mpreg.f")).isEqualTo("MPREG-1403");
        assertThat(provider.error("rpc.register")).isEqualTo("MPREG-1400");
        assertThat(provider.error("rpc.register", "function", "a b")).isEqualTo("MPREG-1400");
        assertThat(provider.error("rpc.register", "function", "u.g", "version", "x"))
                .isEqualTo("MPREG-1400");
    }

    @Test
    void listsAndExplains() {
        provider.ok(
                "rpc.register",
                "function",
                "u.f",
                "version",
                "2",
                "resources",
                List.of("gpu"),
                "tags",
                List.of("b", "a"),
                "idempotent",
                true,
                "description",
                "d");
        Map<String, Object> function = new HashMap<>();
        function.put("function", "u.f");
        function.put("functionId", "u.f");
        function.put("version", "2");
        function.put("resources", List.of("gpu"));
        function.put("tags", List.of("a", "b"));
        function.put("idempotent", true);
        function.put("description", "d");
        function.put("parameters", Map.of());
        function.put("result", "");
        function.put("nodes", List.of("n1"));
        assertThat(caller.ok("rpc.list", "pattern", "u.*"))
                .containsEntry("functions", List.of(function));
        assertThat((List<?>) caller.ok("rpc.list").get("functions")).hasSizeGreaterThan(5);
        assertThat(caller.error("rpc.list", "pattern", "a**")).isEqualTo("MPREG-1400");
        Map<String, Object> plan =
                caller.ok(
                        "rpc.explain",
                        "commands",
                        List.of(command("b", "u.f", Map.of("$ref", "a")), command("a", "u.f")));
        assertThat(plan).containsEntry("levels", List.of(List.of("a"), List.of("b")));
        assertThat(plan.get("candidates").toString()).contains("fits=true");
        assertThat(provider.pushes("rpc.invoke")).isEmpty();
        caller.ok("rpc.active");
        caller.ok("rpc.analytics");
        caller.ok("rpc.monitor", "commandId", "x:y");
    }

    @Test
    void boundsInvocationsUnderWay() {
        provider.ok("rpc.register", "function", "u.f", "concurrency", 2);
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            calls.add(caller.ask("rpc.call", "commands", List.of(command("a", "u.f", i))));
        }
        int answered = 0;
        List<Map<String, Object>> invokes;
        while (!(invokes = provider.pushes("rpc.invoke")).isEmpty()) {
            assertThat(invokes.size()).isLessThanOrEqualTo(2);
            for (Map<String, Object> invoke : invokes) {
                provider.ok("rpc.return", "invocation", invoke.get("invocation"), "value", 1);
                answered++;
            }
        }
        assertThat(answered).isEqualTo(5);
        calls.forEach(call -> assertThat(caller.replyTo(call)).containsEntry("op", "ok"));
    }
}
