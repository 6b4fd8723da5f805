package io.mpreg.it.probe;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregException;
import io.mpreg.api.Registration;
import io.mpreg.api.cache.CacheCheck;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.WarmOptions;
import io.mpreg.api.cache.WarmUp;
import io.mpreg.api.monitor.MonitorEvent;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.SendReceipt;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.Ref;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.PublishReceipt;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One way through all four systems, the same whatever leads to the node.
 *
 * <p>It reports what it saw; whether that is right is for the test to say.
 */
public final class Scenario {

    private static final long PATIENCE_S = 20;

    private final MpregClient mpreg;
    private final String name;

    /**
     * @param name sets this run apart from others on the same node: letters and digits
     */
    public Scenario(MpregClient mpreg, String name) {
        this.mpreg = mpreg;
        this.name = name;
    }

    /** A value of an application's own class. */
    public record Order(String id, double price, List<String> lines) {}

    /** Runs, and returns what it saw by name. */
    public Map<String, Object> run() throws Exception {
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("attachment", mpreg.attachment().name());
        seen.put("node", mpreg.node().node());
        graph(seen);
        topics(seen);
        queue(seen);
        cache(seen);
        errors(seen);
        return seen;
    }

    private void graph(Map<String, Object> seen) {
        FunctionSpec tax = FunctionSpec.named(name + ".tax").resources("rates").version("1.2");
        try (Registration provided =
                mpreg.rpc().register(tax, c -> c.<Order>arg(0, Order.class).price() * 0.25)) {
            RpcResult result =
                    mpreg.rpc()
                            .execute(
                                    RpcRequest.of(
                                                    Command.of("total", "mpreg.add")
                                                            .kwargs(Map.of()),
                                                    Command.of(
                                                            "order",
                                                            "mpreg.echo",
                                                            new Order("o1", 100, List.of("a"))),
                                                    Command.of(
                                                                    "tax",
                                                                    name + ".tax",
                                                                    Ref.to("order"))
                                                            .resources("rates")
                                                            .version(">=1,<2"),
                                                    Command.of(
                                                            "gross",
                                                            "mpreg.add",
                                                            Ref.to("order").field("price"),
                                                            Ref.to("tax")),
                                                    Command.of("fails", "mpreg.fail", "on purpose"),
                                                    Command.of(
                                                            "skipped",
                                                            "mpreg.echo",
                                                            Ref.to("fails")))
                                            .summary(true));
            seen.put("graph.gross", result.result("gross").as(Double.class));
            seen.put("graph.order", result.result("order").as(Order.class).lines());
            seen.put(
                    "graph.outcomes",
                    result.outcomes().entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey, e -> e.getValue().status().name())));
            seen.put("graph.levels", result.summary().orElseThrow().levels());
        }
    }

    private void topics(Map<String, Object> seen) throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>(100);
        try (Registration subscription =
                mpreg.topics()
                        .subscribe(
                                name + ".*.created.#",
                                Order.class,
                                m -> heard.add(m.topic() + "=" + m.body().id()))) {
            PublishReceipt receipt =
                    mpreg.topics()
                            .publish(
                                    Publication.on(name + ".eu.created.now")
                                            .payload(new Order("o2", 1, List.of()))
                                            .correlationId(name + "-correlation"));
            mpreg.topics().publish(name + ".eu.deleted", new Order("o3", 1, List.of()));
            mpreg.topics().publish(name + ".us.created", new Order("o4", 1, List.of()));
            seen.put("topics.matched", receipt.matched());
            seen.put("topics.first", heard.poll(PATIENCE_S, TimeUnit.SECONDS));
            seen.put("topics.second", heard.poll(PATIENCE_S, TimeUnit.SECONDS));
        }
        seen.put("topics.afterwards", mpreg.topics().publish(name + ".eu.created", 1).matched());
    }

    private void queue(Map<String, Object> seen) throws Exception {
        String queue = name + "-queue";
        SendReceipt receipt =
                mpreg.queues()
                        .send(
                                queue,
                                QueueMessage.of(new Order("o5", 5, List.of("x", "y")))
                                        .topic(name + ".orders")
                                        .correlationId(name + "-correlation"));
        seen.put("queue.durability", receipt.durability().name());
        BlockingQueue<String> attempts = new LinkedBlockingQueue<>(100);
        BlockingQueue<Boolean> acknowledged = new LinkedBlockingQueue<>(100);
        try (Registration consumer =
                mpreg.queues()
                        .consume(
                                queue,
                                Order.class,
                                delivery -> {
                                    attempts.add(delivery.attempt() + ":" + delivery.body().id());
                                    if (delivery.attempt() == 1) {
                                        delivery.nack(
                                                io.mpreg.api.queue.Refusal.delay(
                                                        java.time.Duration.ZERO, "once more"));
                                    } else {
                                        delivery.ack().thenAccept(acknowledged::add);
                                    }
                                })) {
            seen.put("queue.first", attempts.poll(PATIENCE_S, TimeUnit.SECONDS));
            seen.put("queue.second", attempts.poll(PATIENCE_S, TimeUnit.SECONDS));
            seen.put("queue.acknowledged", acknowledged.poll(PATIENCE_S, TimeUnit.SECONDS));
        }
        seen.put("queue.depth", mpreg.queues().info(queue).orElseThrow().stats().depth());
        List<String> timeline =
                mpreg.monitor().timelineOfCorrelation(name + "-correlation").stream()
                        .map(MonitorEvent::type)
                        .collect(Collectors.toList());
        seen.put("timeline", timeline);
        seen.put("queue.deleted", mpreg.queues().delete(queue));
    }

    private void cache(Map<String, Object> seen) {
        CacheClient cache = mpreg.cache(name);
        cache.put("a.1", new Order("o6", 6, List.of()), PutOptions.NONE.tags("t"));
        cache.put("a.2", "two", PutOptions.NONE.dependsOn("a.1"));
        cache.put("b.1", null);
        seen.put("cache.hit", cache.get("a.1", Order.class).orElseThrow().id());
        seen.put("cache.null", cache.get("b.1").isPresent());
        seen.put(
                "cache.loaded",
                cache.getOrLoad("c", String.class, k -> "loaded " + k, PutOptions.NONE));
        seen.put("cache.byTag", cache.invalidateTag("t"));
        seen.put("cache.gone", cache.get("a.1").isEmpty() && cache.get("a.2").isEmpty());
        seen.put("cache.byPattern", cache.invalidatePattern("b.#"));
        seen.put("cache.left", cache.stats().size());
        WarmUp warm =
                cache.warm(
                                List.of("c", "d", "e"),
                                String.class,
                                key -> {
                                    if (key.equals("e")) {
                                        throw new IllegalStateException("no e");
                                    }
                                    return "warm " + key;
                                },
                                WarmOptions.DEFAULT.parallelism(2))
                        .toCompletableFuture()
                        .join();
        seen.put("cache.warm", warm.loaded() + " " + warm.present() + " " + warm.failures().size());
        seen.put("cache.warmed", cache.get("d", String.class).orElseThrow());
        CacheCheck check = cache.check(true).toCompletableFuture().join();
        seen.put("cache.check", check.keys() + " " + check.agrees() + " " + check.repaired());
        seen.put("cache.fetch", fetched(cache));
        cache.clear();
    }

    /** Copies of a source are each node's own. */
    private static String fetched(CacheClient cache) {
        return cache.warmFromPeers()
                .handle(
                        (end, failure) ->
                                ((MpregException)
                                                (failure instanceof CompletionException
                                                        ? failure.getCause()
                                                        : failure))
                                        .code()
                                        .id())
                .toCompletableFuture()
                .join();
    }

    private void errors(Map<String, Object> seen) {
        seen.put("error.function", code(() -> mpreg.rpc().call(name + ".nobody")));
        seen.put("error.pattern", code(() -> mpreg.topics().latest("a.**", 1)));
        seen.put("error.control", code(() -> mpreg.topics().publish("mpreg.forged", 1)));
        seen.put("error.queue", code(() -> mpreg.queues().purge(name + "-none")));
    }

    private static String code(Runnable action) {
        try {
            action.run();
            return "none";
        } catch (MpregException e) {
            ErrorCode code = e.code();
            return code.id();
        }
    }
}
