package io.mpreg.api.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.Message;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.codec.Codecs;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.MpregConsumer;
import io.mpreg.api.rpc.MpregFunction;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.api.topic.MpregSubscribe;
import io.mpreg.api.topic.SlowConsumerPolicy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServedMethodsTest {

    private static final ValueCodec JSON = Codecs.plain();

    private final MemoryNode node = MemoryNode.published("n");

    @AfterEach
    void withdraw() {
        node.close();
    }

    /** A value of a user's own. */
    public record Line(String article, double price) {}

    /** Functions of many kinds. */
    @ApplicationScoped
    public static class Functions {

        @MpregFunction(
                value = "prices.total",
                version = "1.2",
                resources = "prices",
                idempotent = true,
                concurrency = 7,
                description = "adds up",
                tags = "money",
                cacheFor = "10m",
                cacheTags = "list")
        public double total(List<Line> lines, int times) {
            return times * lines.stream().mapToDouble(Line::price).sum();
        }

        @MpregFunction("about")
        public String about(RpcContext context, String text, Optional<Integer> number) {
            return context.function() + " " + text + " " + number;
        }

        @MpregFunction("all")
        public String all(Map<String, Integer> values) {
            return new java.util.TreeMap<>(values).toString();
        }

        @MpregFunction("later")
        public CompletionStage<String> later() {
            return CompletableFuture.completedFuture("later");
        }

        @MpregFunction("fails")
        String fails(String why) throws Exception {
            throw new java.io.IOException(why);
        }
    }

    private Object call(String function, List<?> args, Map<String, ?> kwargs) {
        return node.rpc.call(function, JSON, args, kwargs).as(Object.class);
    }

    private void await(int registrations) throws InterruptedException {
        for (int i = 0; i < registrations; i++) {
            node.awaitRegistration();
        }
    }

    @Test
    void aMethodIsCalledByPositionAndByName() throws Exception {
        try (SeContainer container = Container.of(Functions.class)) {
            await(5);
            List<Line> lines = List.of(new Line("a", 1.5), new Line("b", 2));
            assertThat(container.isRunning()).isTrue();
            assertThat(call("prices.total", List.of(lines, 2), Map.of()))
                    .isEqualTo(new BigDecimal("7.0"));
            assertThat(call("prices.total", List.of(lines), Map.of("times", 2)))
                    .isEqualTo(new BigDecimal("7.0"));
            assertThat(call("prices.total", List.of(), Map.of("lines", lines, "times", 2)))
                    .isEqualTo(new BigDecimal("7.0"));
            assertThat(call("about", List.of("x"), Map.of())).isEqualTo("about x Optional.empty");
            assertThat(call("about", List.of("x", 3), Map.of())).isEqualTo("about x Optional[3]");
            assertThat(call("all", List.of(), Map.of("b", 2, "a", 1))).isEqualTo("{a=1, b=2}");
            assertThat(call("all", List.of(Map.of("c", 3)), Map.of())).isEqualTo("{c=3}");
            assertThat(call("later", List.of(), Map.of())).isEqualTo("later");
            assertThatThrownBy(() -> call("fails", List.of("on purpose"), Map.of()))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(java.io.IOException.class)
                    .hasMessageContaining("on purpose");
        }
    }

    @Test
    void aFunctionIsRegisteredAsItsAnnotationSays() throws Exception {
        try (SeContainer container = Container.of(Functions.class)) {
            await(5);
            assertThat(container.isRunning()).isTrue();
            assertThat(node.rpc.spec("prices.total"))
                    .satisfies(
                            spec -> {
                                assertThat(spec.version()).isEqualTo("1.2");
                                assertThat(spec.resources()).containsExactly("prices");
                                assertThat(spec.idempotent()).isTrue();
                                assertThat(spec.concurrency()).isEqualTo(7);
                                assertThat(spec.description()).isEqualTo("adds up");
                                assertThat(spec.tags()).containsExactly("money");
                                assertThat(spec.parameters())
                                        .containsOnlyKeys("lines", "times")
                                        .containsEntry("times", "int");
                                assertThat(spec.result()).isEqualTo("double");
                                assertThat(spec.cacheable().orElseThrow().timeToLive())
                                        .isEqualTo(java.time.Duration.ofMinutes(10));
                                assertThat(spec.cacheable().orElseThrow().tags())
                                        .containsExactly("list");
                            });
        }
    }

    @Test
    void argumentsThatDoNotFitAreNamed() throws Exception {
        try (SeContainer container = Container.of(Functions.class)) {
            await(5);
            assertThat(container.isRunning()).isTrue();
            assertRefused(List.of(List.of()), Map.of())
                    .hasMessageContaining("parameter 'times' of type int is missing");
            assertRefused(List.of(List.of(), 1, 2), Map.of())
                    .hasMessageContaining("it takes lines (java.util.List")
                    .hasMessageContaining("times (int), but 3 arguments were given");
            assertRefused(List.of(List.of(), 1), Map.of("time", 2))
                    .hasMessageContaining("it has no parameter 'time', only lines");
            assertRefused(List.of(List.of(), 1), Map.of("times", 2))
                    .hasMessageContaining("'times' was given by position and by name");
            assertRefused(List.of(List.of(), "many"), Map.of())
                    .hasMessageContaining("function 'prices.total': parameter 'times'")
                    .hasMessageContaining("int");
            assertRefused(List.of("none", 1), Map.of())
                    .hasMessageContaining("parameter 'lines'")
                    .hasMessageContaining("Line");
        }
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> assertRefused(
            List<?> args, Map<String, ?> kwargs) {
        return assertThatThrownBy(() -> call("prices.total", args, kwargs))
                .hasCauseInstanceOf(MpregRequestException.class)
                .cause();
    }

    /** Subscribers of both kinds. */
    @ApplicationScoped
    public static class Subscribers {

        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @MpregSubscribe(
                value = {"lines.*", "more.#"},
                group = "g",
                onSlow = SlowConsumerPolicy.DROP_NEWEST)
        public void line(Line line) {
            heard.add("line " + line.article());
        }

        @MpregSubscribe("messages.*")
        public void message(Message<List<Line>> message) {
            heard.add(message.topic() + " " + message.body().get(0).article());
        }

        String next() throws InterruptedException {
            return String.valueOf(heard.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aSubscriberGetsThePayloadOrTheMessage() throws Exception {
        try (SeContainer container = Container.of(Subscribers.class)) {
            await(2);
            Subscribers bean = container.select(Subscribers.class).get();
            node.topics.publish("lines.x", JSON.encode(new Line("a", 1)));
            assertThat(bean.next()).isEqualTo("line a");
            node.topics.publish("messages.x", JSON.encode(List.of(new Line("b", 1))));
            assertThat(bean.next()).isEqualTo("messages.x b");
            assertThat(node.topics.spec("more.#").group()).contains("g");
            assertThat(node.topics.spec("more.#").onSlow())
                    .isEqualTo(SlowConsumerPolicy.DROP_NEWEST);
        }
    }

    @Test
    void aPayloadThatDoesNotFitIsTheNodesToHandle() throws Exception {
        try (SeContainer container = Container.of(Subscribers.class)) {
            await(2);
            assertThat(container.isRunning()).isTrue();
            node.topics.publish("lines.x", Payload.json("[1]"));
            assertThat(node.topics.failures)
                    .singleElement()
                    .isInstanceOf(MpregException.class)
                    .asString()
                    .contains("MPREG-2002");
        }
    }

    /** Consumers of many kinds. */
    @ApplicationScoped
    public static class Consumers {

        private final CompletableFuture<Void> gate = new CompletableFuture<>();
        private final CountDownLatch atWork = new CountDownLatch(1);

        @MpregConsumer(queue = "new-plain")
        public void plain(String text) {
            if (text.startsWith("bad")) {
                throw new IllegalStateException("no " + text);
            }
        }

        @MpregConsumer(queue = "whole", group = "g")
        public void whole(Delivery<Line> delivery) {
            delivery.nack("not " + delivery.body().article());
        }

        @MpregConsumer(queue = "stage")
        public CompletionStage<Void> stage(int number) {
            return gate;
        }

        @MpregFunction("open")
        public void unused() {}

        @MpregConsumer(queue = "many", concurrency = 3)
        public void many(int number) {
            atWork.countDown();
            gate.join();
        }

        void open() {
            gate.complete(null);
        }

        void fail() {
            gate.completeExceptionally(new IllegalStateException("closed"));
        }

        void awaitWork() throws InterruptedException {
            if (!atWork.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nothing is at work");
            }
        }
    }

    @Test
    void aReturnAcknowledgesAndAnExceptionRefuses() throws Exception {
        try (SeContainer container = Container.of(Consumers.class)) {
            await(5);
            assertThat(container.isRunning()).isTrue();
            node.queues.deliver("new-plain", Payload.json("\"good\""));
            assertThat(node.queues.awaitSettlement()).isEqualTo("ack \"good\"");
            node.queues.deliver("new-plain", Payload.json("\"bad\""));
            assertThat(node.queues.awaitSettlement()).isEqualTo("nack \"bad\" no bad");
            node.queues.deliver("whole", JSON.encode(new Line("a", 1)));
            assertThat(node.queues.awaitSettlement()).startsWith("nack").endsWith("not a");
            assertThat(node.queues.spec("new-plain").prefetch()).isEqualTo(1);
            assertThat(node.queues.spec("many").prefetch()).isEqualTo(3);
            assertThat(node.queues.spec("whole").group()).contains("g");
        }
    }

    @Test
    void aStageAcknowledgesWhenItIsComplete() throws Exception {
        try (SeContainer container = Container.of(Consumers.class)) {
            await(5);
            Consumers bean = container.select(Consumers.class).get();
            node.queues.deliver("stage", Payload.json("1"));
            assertThat(node.queues.nothingSettled()).isTrue();
            bean.open();
            assertThat(node.queues.awaitSettlement()).isEqualTo("ack 1");
        }
    }

    @Test
    void aStageThatFailsRefuses() throws Exception {
        try (SeContainer container = Container.of(Consumers.class)) {
            await(5);
            Consumers bean = container.select(Consumers.class).get();
            node.queues.deliver("stage", Payload.json("1"));
            bean.fail();
            assertThat(node.queues.awaitSettlement()).isEqualTo("nack 1 closed");
        }
    }

    @Test
    void theEndOfTheApplicationWaitsForDeliveriesThatAreAtWork() throws Exception {
        SeContainer container = Container.of(Consumers.class);
        await(5);
        Consumers bean = container.select(Consumers.class).get();
        node.queues.deliver("many", Payload.json("1"));
        bean.awaitWork();
        CompletableFuture<Void> end = CompletableFuture.runAsync(container::close);
        assertThat(node.awaitRemoval()).isEqualTo("function open");
        node.queues.deliver("new-plain", Payload.json("\"too late\""));
        assertThat(node.registered()).contains("consumer many");
        bean.open();
        end.get(20, TimeUnit.SECONDS);
        assertThat(node.queues.awaitSettlement()).isEqualTo("ack 1");
        assertThat(node.queues.nothingSettled()).isTrue();
        assertThat(node.registered()).isEmpty();
    }

    /** A bean that looks at its surroundings. */
    @ApplicationScoped
    public static class Surrounded {
        @MpregFunction("sees")
        public boolean sees() {
            return Thread.currentThread().getContextClassLoader() == getClass().getClassLoader();
        }
    }

    @Test
    void aBeanThatTheContextDoesNotSeeIsCalledWithItsOwnClassLoader() throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (SeContainer container = Container.of(Surrounded.class)) {
            await(1);
            assertThat(container.isRunning()).isTrue();
            thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            assertThat(call("sees", List.of(), Map.of())).isEqualTo(true);
            assertThat(thread.getContextClassLoader())
                    .isSameAs(ClassLoader.getPlatformClassLoader());
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** What some bean implements. */
    public interface Listening<T> {
        void heard(T what);
    }

    /** A bean for which the compiler makes a second method. */
    @ApplicationScoped
    public static class Bridged implements Listening<Line> {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

        @Override
        @MpregSubscribe("bridged")
        public void heard(Line line) {
            heard.add(line.article());
        }

        BlockingQueue<String> heard() {
            return heard;
        }
    }

    @Test
    void aMethodOfAGenericInterfaceIsOneSubscriber() throws Exception {
        try (SeContainer container = Container.of(Bridged.class)) {
            await(1);
            node.topics.publish("bridged", JSON.encode(new Line("a", 1)));
            assertThat(container.select(Bridged.class).get().heard()).containsExactly("a");
            assertThat(node.registered()).containsExactly("subscription bridged");
        }
    }

    /** Something of one call. */
    @RequestScoped
    public static class OfOneCall {
        private int calls;

        int count() {
            return ++calls;
        }
    }

    /** A bean without a scope of its own. */
    @Dependent
    public static class Counter {

        static final AtomicInteger ENDED = new AtomicInteger();

        @Inject OfOneCall ofOneCall;
        private int calls;

        @MpregFunction("count")
        public String count() {
            return ++calls + " " + ofOneCall.count() + ofOneCall.count();
        }

        @PreDestroy
        void end() {
            ENDED.incrementAndGet();
        }
    }

    @Test
    void aBeanWithoutScopeLivesAsLongAsItsRegistration() throws Exception {
        Counter.ENDED.set(0);
        try (SeContainer container = Container.of(Counter.class, OfOneCall.class)) {
            await(1);
            assertThat(container.isRunning()).isTrue();
            assertThat(call("count", List.of(), Map.of())).isEqualTo("1 12");
            assertThat(call("count", List.of(), Map.of())).isEqualTo("2 12");
            assertThat(Counter.ENDED).hasValue(0);
        }
        assertThat(Counter.ENDED).hasValue(1);
        assertThat(node.registered()).isEmpty();
    }

    @Test
    void methodsFollowToTheNextNode() throws Exception {
        node.close();
        try (SeContainer container = Container.of(Functions.class);
                MemoryNode first = MemoryNode.published("first")) {
            assertThat(container.isRunning()).isTrue();
            for (int i = 0; i < 5; i++) {
                first.awaitRegistration();
            }
            first.close();
            try (MemoryNode second = MemoryNode.published("second")) {
                for (int i = 0; i < 5; i++) {
                    second.awaitRegistration();
                }
                assertThat(second.registered()).hasSize(5);
                assertThat(second.rpc.call("later", JSON, List.of(), Map.of()).as(String.class))
                        .isEqualTo("later");
            }
        }
    }
}
