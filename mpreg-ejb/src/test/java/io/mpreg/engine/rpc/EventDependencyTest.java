package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregException;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandOutcome;
import io.mpreg.api.rpc.CommandStatus;
import io.mpreg.api.rpc.EventDependency;
import io.mpreg.api.rpc.EventDependency.Operator;
import io.mpreg.api.rpc.EventDependency.Strategy;
import io.mpreg.api.rpc.EventDependency.Type;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventDependencyTest {

    private final Bench bench = new Bench(1);
    private final int baseline = bench.router.filed.get();

    @AfterEach
    void nothingIsLeft() {
        assertThat(bench.router.filed).hasValue(baseline);
        assertThat(bench.engine.awaitedEvents()).isZero();
        assertThat(bench.time.pending()).isZero();
    }

    private CompletableFuture<RpcResult> await(EventDependency event) {
        return bench.start(
                RpcRequest.of(Command.of("a", "mpreg.echo", Ref.to(event.name())).after(event)));
    }

    private void publish(String topic, String json) {
        RandomWaits.publish(bench, topic, json, Headers.NONE);
        bench.scheduler.drain();
    }

    private static EventDependency strategy(
            Strategy strategy,
            EventDependency.Condition condition,
            long delay,
            int count,
            long within) {
        return new EventDependency(
                "e",
                Type.PUBSUB_MESSAGE,
                "orders.*",
                Map.of(),
                "",
                strategy,
                Optional.ofNullable(condition),
                Duration.ofMillis(delay),
                count,
                Duration.ofMillis(within),
                Optional.empty(),
                true,
                null);
    }

    private static String value(CompletableFuture<RpcResult> result) {
        assertThat(result).isDone();
        return result.join().result("a").toString();
    }

    @Test
    void theFirstEventIsTheValue() {
        CompletableFuture<RpcResult> result =
                await(EventDependency.on("e", Type.PUBSUB_MESSAGE, "orders.*"));
        assertThat(bench.router.filed).hasValue(baseline + 1);
        publish("other.placed", "0");
        assertThat(result).isNotDone();
        bench.advance(Duration.ofSeconds(3));
        publish("orders.placed", "{\"n\":1}");
        publish("orders.placed", "{\"n\":2}");
        assertThat(value(result)).isEqualTo("{\"n\":1}");
        assertThat(result.join().outcomes().get("a").waitedMs()).isEqualTo(3000);
    }

    @Test
    void aFieldOfItAndHeadersThatItMustHave() {
        EventDependency event =
                new EventDependency(
                        "e",
                        Type.EXTERNAL_EVENT,
                        "orders.#",
                        Map.of("tenant", "t1"),
                        "lines[1].sku",
                        Strategy.IMMEDIATE,
                        Optional.empty(),
                        Duration.ZERO,
                        0,
                        Duration.ZERO,
                        Optional.empty(),
                        true,
                        null);
        CompletableFuture<RpcResult> result = await(event);
        publish("orders", "1");
        RandomWaits.publish(
                bench,
                "orders.x",
                "{\"lines\":[0,{\"sku\":\"s\"}]}",
                Headers.of("tenant", "t1").with("other", "x"));
        bench.scheduler.drain();
        assertThat(value(result)).isEqualTo("\"s\"");
        CompletableFuture<RpcResult> missing = await(event);
        RandomWaits.publish(bench, "orders", "{}", Headers.of("tenant", "t1"));
        bench.scheduler.drain();
        assertThat(missing.join().outcomes().get("a").error().orElseThrow().code())
                .isEqualTo("MPREG-1007");
    }

    @Test
    void eachSystemHasItsTopics() {
        record Case(Type type, String pattern, String topic, String body, String value) {}
        for (Case c :
                List.of(
                        new Case(
                                Type.QUEUE_MESSAGE,
                                "orders.completed",
                                "mpreg.queue.orders.completed",
                                "{\"payload\":7}",
                                "7"),
                        new Case(
                                Type.QUEUE_MESSAGE,
                                "mpreg.queue.orders.*",
                                "mpreg.queue.orders.failed",
                                "{\"payload\":[1]}",
                                "[1]"),
                        new Case(
                                Type.QUEUE_MESSAGE,
                                "*.completed",
                                "mpreg.queue.orders.completed",
                                "{\"n\":7}",
                                "{\"n\":7}"),
                        new Case(
                                Type.CACHE_UPDATE,
                                "people.*",
                                "mpreg.cache.events.people.put",
                                "{\"region\":\"people\",\"key\":\"17\",\"value\":{\"n\":1}}",
                                "{\"n\":1}"),
                        new Case(
                                Type.CACHE_UPDATE,
                                "people.a.#",
                                "mpreg.cache.events.people.invalidate",
                                "{\"region\":\"people\",\"key\":\"a.b\"}",
                                "null"),
                        new Case(
                                Type.RPC_COMMAND,
                                "r1:x.completed",
                                "mpreg.rpc.command.r1:x.completed",
                                "{\"result\":\"r\"}",
                                "\"r\""),
                        new Case(
                                Type.FEDERATION_SYNC,
                                "eu.join",
                                "mpreg.federation.cluster.eu.join",
                                "{\"n\":2}",
                                "{\"n\":2}"))) {
            CompletableFuture<RpcResult> result =
                    await(EventDependency.on("e", c.type(), c.pattern()));
            publish("mpreg.queue.other.dlq", "{}");
            publish("mpreg.cache.events.people.put", "{\"region\":\"dogs\",\"key\":\"17\"}");
            publish(
                    "mpreg.cache.events.people.hit",
                    "{\"region\":\"people\",\"key\":\"17\",\"event\":\"hit\"}");
            assertThat(result).as(c.toString()).isNotDone();
            publish(c.topic(), c.body());
            assertThat(value(result)).as(c.toString()).isEqualTo(c.value());
        }
    }

    @Test
    void anotherRequestsCommandIsAnEventThoughItsProgressIsOff() {
        CompletableFuture<RpcResult> result =
                await(EventDependency.on("e", Type.RPC_COMMAND, "other:b.completed"));
        bench.run(RpcRequest.of(Command.of("b", "mpreg.echo", "done")).requestId("other"));
        assertThat(value(result)).isEqualTo("\"done\"");
        bench.router.dispatched.clear();
        bench.run(RpcRequest.of(Command.of("b", "mpreg.echo", "done")).requestId("other"));
        assertThat(bench.router.dispatched).isEmpty();
    }

    @Test
    void aDelayAfterTheEvent() {
        CompletableFuture<RpcResult> result = await(strategy(Strategy.DELAYED, null, 500, 0, 0));
        publish("orders.x", "1");
        publish("orders.x", "2");
        bench.advance(Duration.ofMillis(499));
        assertThat(result).isNotDone();
        bench.advance(Duration.ofMillis(1));
        assertThat(value(result)).isEqualTo("1");
    }

    @Test
    void aBatchByCountOrTime() {
        CompletableFuture<RpcResult> count = await(strategy(Strategy.BATCH, null, 0, 3, 0));
        IntStream.range(0, 4).forEach(i -> publish("orders.x", "" + i));
        assertThat(value(count)).isEqualTo("[0,1,2]");
        CompletableFuture<RpcResult> time = await(strategy(Strategy.BATCH, null, 0, 0, 200));
        publish("orders.x", "\"a\"");
        bench.advance(Duration.ofMillis(199));
        publish("orders.x", "\"b\"");
        assertThat(time).isNotDone();
        bench.advance(Duration.ofMillis(1));
        assertThat(value(time)).isEqualTo("[\"a\",\"b\"]");
        CompletableFuture<RpcResult> either = await(strategy(Strategy.BATCH, null, 0, 2, 200));
        publish("orders.x", "1");
        publish("orders.x", "2");
        assertThat(value(either)).isEqualTo("[1,2]");
    }

    @Test
    void conditions() {
        record Case(Operator operator, Object operand, String not, String yes) {}
        for (Case c :
                List.of(
                        new Case(Operator.EQUALS, 2, "{\"n\":3}", "{\"n\":2.0}"),
                        new Case(Operator.EQUALS, "x", "{\"n\":null}", "{\"n\":\"x\"}"),
                        new Case(
                                Operator.EQUALS,
                                List.of(Map.of("a", 1)),
                                "{\"n\":[{\"a\":2}]}",
                                "{\"n\":[{\"a\":1}]}"),
                        new Case(Operator.EXISTS, true, "{\"m\":3}", "{\"n\":null}"),
                        new Case(Operator.EXISTS, false, "{\"n\":3}", "{}"),
                        new Case(Operator.GREATER, 2, "{\"n\":2}", "{\"n\":2.5}"),
                        new Case(Operator.GREATER, "b", "{\"n\":7}", "{\"n\":\"c\"}"),
                        new Case(Operator.LESS, 2, "{\"n\":\"1\"}", "{\"n\":-1}"))) {
            CompletableFuture<RpcResult> result =
                    await(
                            strategy(
                                    Strategy.CONDITIONAL,
                                    new EventDependency.Condition("n", c.operator(), c.operand()),
                                    0,
                                    0,
                                    0));
            publish("orders.x", c.not());
            publish("orders.x", "7");
            assertThat(c.operator() == Operator.EXISTS && c.operand().equals(false))
                    .as(c.toString())
                    .isEqualTo(result.isDone());
            publish("orders.x", c.yes());
            assertThat(result).as(c.toString()).isDone();
        }
    }

    @Test
    void anEventThatDoesNotCome() {
        EventDependency event =
                EventDependency.on("e", Type.PUBSUB_MESSAGE, "orders.*")
                        .timeout(Duration.ofSeconds(2));
        CompletableFuture<RpcResult> required = await(event);
        CompletableFuture<RpcResult> optional = await(event.orElse(Map.of("none", true)));
        CompletableFuture<RpcResult> node =
                bench.start(
                        RpcRequest.of(
                                        Command.of("a", "mpreg.echo", 1)
                                                .after(
                                                        EventDependency.on(
                                                                "e",
                                                                Type.PUBSUB_MESSAGE,
                                                                "orders.*")),
                                        Command.of("b", "mpreg.echo", Ref.to("a")))
                                .timeout(Duration.ofSeconds(60)));
        bench.advance(Duration.ofSeconds(2));
        CommandOutcome outcome = required.join().outcomes().get("a");
        assertThat(outcome.status()).isEqualTo(CommandStatus.TIMED_OUT);
        assertThat(outcome.error().orElseThrow().code()).isEqualTo("MPREG-1004");
        assertThat(value(optional)).isEqualTo("{\"none\":true}");
        bench.advance(Duration.ofSeconds(28));
        assertThat(node.join().outcomes().get("a").status()).isEqualTo(CommandStatus.TIMED_OUT);
        assertThat(node.join().outcomes().get("b").status()).isEqualTo(CommandStatus.SKIPPED);
    }

    @Test
    void anotherCommandCanReferToTheEvent() {
        CompletableFuture<RpcResult> result =
                bench.start(
                        RpcRequest.of(
                                Command.of("a", "mpreg.echo", 1)
                                        .after(
                                                EventDependency.on(
                                                        "e", Type.PUBSUB_MESSAGE, "orders.*")),
                                Command.of("b", "mpreg.echo", Ref.to("e").field("n"))));
        publish("orders.x", "{\"n\":[5]}");
        assertThat(result.join().result("b")).hasToString("[5]");
    }

    @Test
    void theNodeAdmitsOnlySoMany() {
        Command waiting =
                Command.of("a", "mpreg.echo", 1)
                        .after(EventDependency.on("e", Type.PUBSUB_MESSAGE, "x"));
        List<CompletableFuture<RpcResult>> open =
                IntStream.range(0, 1000)
                        .mapToObj(i -> bench.start(RpcRequest.of(waiting)))
                        .toList();
        MpregException error =
                catchThrowableOfType(
                        MpregException.class, () -> bench.client.execute(RpcRequest.of(waiting)));
        assertThat(error.code()).isEqualTo(ErrorCode.LIMIT_REACHED);
        assertThat(bench.engine.openRequests()).isEqualTo(1000);
        publish("x", "1");
        assertThat(open).allMatch(CompletableFuture::isDone);
    }
}
