package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.FunctionInfo;
import io.mpreg.api.rpc.FunctionReport;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcPlan;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ProviderChoiceTest {

    private final Bench bench = new Bench(5);

    private void provide(FunctionSpec spec, String answer) {
        bench.another(answer).register(spec, call -> answer);
    }

    private String chosen(Command command) {
        return bench.run(command).result(command.name()).as(String.class);
    }

    @Test
    void theHighestVersionThatFits() {
        for (String version : List.of("1.9", "1.10", "2", "0.1")) {
            provide(FunctionSpec.named("f").version(version), version);
        }
        assertThat(chosen(Command.of("a", "f"))).isEqualTo("2");
        assertThat(chosen(Command.of("a", "f").version("<2"))).isEqualTo("1.10");
        assertThat(chosen(Command.of("a", "f").version("1.9.0"))).isEqualTo("1.9");
        assertThat(chosen(Command.of("a", "f").version("<1"))).isEqualTo("0.1");
    }

    @Test
    void onlyWithTheResources() {
        provide(FunctionSpec.named("f").version("3"), "none");
        provide(FunctionSpec.named("f").version("2").resources("gpu", "disk"), "both");
        provide(FunctionSpec.named("f").version("1").resources("gpu"), "gpu");
        assertThat(chosen(Command.of("a", "f").resources("gpu"))).isEqualTo("both");
        assertThat(chosen(Command.of("a", "f").resources("gpu").version("1"))).isEqualTo("gpu");
        assertThat(chosen(Command.of("a", "f"))).isEqualTo("none");
    }

    @Test
    void theLeastLoaded() {
        Map<String, Integer> runs = new ConcurrentHashMap<>();
        for (String name : List.of("x", "y", "z")) {
            bench.another(name)
                    .register(
                            FunctionSpec.named("f"),
                            call -> {
                                runs.merge(name, 1, Integer::sum);
                                return new CompletableFuture<>();
                            });
        }
        for (int i = 0; i < 30; i++) {
            bench.start(RpcRequest.of(Command.of("a", "f")));
        }
        assertThat(runs).isEqualTo(Map.of("x", 10, "y", 10, "z", 10));
    }

    @Test
    void amongEqualsEveryoneGetsAShare() {
        List<String> names = List.of("x", "y", "z");
        names.forEach(name -> provide(FunctionSpec.named("f"), name));
        Map<String, Integer> runs = new ConcurrentHashMap<>();
        for (int i = 0; i < 300; i++) {
            runs.merge(chosen(Command.of("a", "f")), 1, Integer::sum);
        }
        assertThat(runs.keySet()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(runs.values()).allMatch(count -> count > 50);
    }

    @Test
    void whoeverWasLostGetsLessUntilItHasRecovered() {
        FunctionSpec spec = FunctionSpec.named("f").idempotent(true);
        bench.another("x")
                .register(
                        spec,
                        call -> {
                            throw MpregException.of(ErrorCode.PROVIDER_UNREACHABLE, "gone");
                        });
        provide(spec, "y");
        int second = 0;
        for (int i = 0; i < 300; i++) {
            RpcResult result = bench.run(Command.of("a", "f"));
            assertThat(result.result("a").as(String.class)).isEqualTo("y");
            second += result.outcomes().get("a").attempt() - 1;
        }
        assertThat(second).as("how often the sick one was tried").isEqualTo(1);
        bench.advance(Duration.ofMinutes(2));
        second = 0;
        for (int i = 0; i < 30; i++) {
            second += bench.run(Command.of("a", "f")).outcomes().get("a").attempt() - 1;
        }
        assertThat(second).as("it gets its chance again").isEqualTo(1);
    }

    @Test
    void anUnreliableProviderCountsAsBusier() {
        Health health = new Health(bench.time);
        assertThat(health.score()).isEqualTo(1);
        health.failed();
        assertThat(health.score()).isEqualTo(0.5);
        health.failed();
        assertThat(health.score()).isEqualTo(0.25);
        for (int i = 0; i < 20; i++) {
            health.failed();
        }
        assertThat(health.score()).isEqualTo(1.0 / 16);
        bench.time.advance(Duration.ofSeconds(10));
        assertThat(health.score()).isEqualTo(0.5);
        health.answered();
        assertThat(health.score()).isEqualTo(0.625);
        bench.time.advance(Duration.ofMinutes(2));
        assertThat(health.score()).isEqualTo(1);
    }

    @Test
    void explainRunsNothing() {
        provide(FunctionSpec.named("f").version("2"), "new");
        provide(FunctionSpec.named("f").version("1"), "old");
        RpcPlan plan =
                bench.client.explain(
                        RpcRequest.of(
                                Command.of("b", "mpreg.echo", Ref.to("a")),
                                Command.of("a", "f").version("1"),
                                Command.of("c", "nobody")));
        assertThat(plan.levels()).isEqualTo(List.of(List.of("a", "c"), List.of("b")));
        assertThat(plan.candidates().get("a"))
                .extracting(RpcPlan.Candidate::version, RpcPlan.Candidate::fits)
                .containsExactly(tuple("2", false), tuple("1", true));
        assertThat(plan.candidates().get("c")).isEmpty();
        assertThat(bench.events).isEmpty();
    }

    @Test
    void functionsByPattern() {
        FunctionSpec total =
                FunctionSpec.named("prices.total")
                        .description("d")
                        .tags("t")
                        .parameter("items", "what is bought")
                        .result("the price");
        provide(total, "x");
        provide(total, "y");
        provide(FunctionSpec.named("prices.total").version("2"), "z");
        assertThat(bench.client.functions("prices.*"))
                .extracting(FunctionInfo::version)
                .containsExactly("1", "2");
        assertThat(bench.client.functions("prices.*").get(0))
                .isEqualTo(
                        new FunctionInfo(
                                "prices.total",
                                "prices.total",
                                "1",
                                Set.of(),
                                Set.of("t"),
                                false,
                                "d",
                                Map.of("items", "what is bought"),
                                "the price",
                                List.of("n1")));
        assertThat(bench.client.functions("mpreg.#")).hasSize(7);
        assertThat(bench.client.functions("#")).hasSize(9);
    }

    @Test
    void callsAreCounted() {
        bench.run(Command.of("a", "mpreg.echo", 1), Command.of("b", "mpreg.fail"));
        assertThat(bench.engine.analytics())
                .extracting(
                        FunctionReport::function,
                        FunctionReport::calls,
                        FunctionReport::errors,
                        FunctionReport::inFlight)
                .containsExactlyInAnyOrder(
                        tuple("mpreg.echo", 1L, 0L, 0), tuple("mpreg.fail", 1L, 1L, 0));
    }
}
