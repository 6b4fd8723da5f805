package io.mpreg.engine.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import io.mpreg.engine.time.UlidSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Listeners that take batches, at times on the publisher's thread past the mailbox. */
class PassingTest {

    private static final int SEEDS = 400;

    /** Takes batches, and notes what came. */
    private static final class Taker implements BatchedListener {

        private final BooleanSupplier prompt;
        private final List<String> got = new ArrayList<>();
        private int calls;

        Taker(BooleanSupplier prompt) {
            this.prompt = prompt;
        }

        @Override
        public synchronized void onMessages(Batch batch) {
            calls++;
            for (int i = 0; i < batch.count(); i++) {
                got.add(batch.get(i).payload().text());
            }
            notifyAll();
        }

        @Override
        public boolean isPrompt() {
            return prompt.getAsBoolean();
        }

        /** Waits until there are so many. */
        synchronized boolean reaches(int count) throws InterruptedException {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (got.size() < count && System.nanoTime() < end) {
                wait(100);
            }
            return got.size() >= count;
        }

        synchronized List<String> got() {
            return List.copyOf(got);
        }
    }

    private static Subscription subscribe(TopicClient client, String pattern, Taker taker) {
        return client.subscribe(SubscriptionSpec.of(pattern), Payload.class, taker);
    }

    @Test
    void whatATurnBringsComesAtOnceWhenItIsOver() {
        World world = new World();
        TopicClient client = world.client();
        Taker taker = new Taker(() -> true);
        subscribe(client, "t.*", taker);
        world.exchange.burst().begin();
        for (int i = 0; i < 10; i++) {
            assertThat(client.publish("t.a", i).matched()).isEqualTo(1);
        }
        assertThat(taker.got).isEmpty();
        world.exchange.burst().end();
        assertThat(taker.got).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        assertThat(taker.calls).isEqualTo(1);
    }

    @Test
    void whatABurstBringsHasOneTime() {
        World world = new World();
        TopicClient client = world.client();
        world.exchange.burst().begin();
        for (int i = 0; i < 3; i++) {
            client.publish("t." + i, i);
            world.time.advance(Duration.ofMillis(1));
        }
        world.exchange.burst().end();
        client.publish("t.3", 3);
        List<Instant> times =
                client.latest("t.*", 4).stream().map(message -> message.timestamp()).toList();
        assertThat(times.get(1)).isEqualTo(times.get(2)).isEqualTo(times.get(3));
        assertThat(times.get(0)).isEqualTo(times.get(1).plusMillis(3));
    }

    @Test
    void whatThereIsNoCreditForWaitsBehind() {
        World world = new World();
        TopicClient client = world.client();
        Taker taker = new Taker(() -> true);
        Subscription subscription =
                client.subscribe(SubscriptionSpec.of("t").credit(3), Payload.class, taker);
        world.exchange.burst().begin();
        for (int i = 0; i < 5; i++) {
            client.publish("t", i);
        }
        world.exchange.burst().end();
        assertThat(taker.got).containsExactly("0", "1", "2");
        client.publish("t", 5);
        assertThat(taker.got).hasSize(3);
        subscription.request(2);
        world.settle();
        assertThat(taker.got).containsExactly("0", "1", "2", "3", "4");
        subscription.request(2);
        world.settle();
        assertThat(taker.got).containsExactly("0", "1", "2", "3", "4", "5");
        client.publish("t", 6);
        assertThat(taker.got).hasSize(7);
        client.publish("t", 7);
        assertThat(taker.got).hasSize(7);
    }

    @Test
    void aSubscriptionThatEndsWithinATurnGetsNothingOfIt() {
        World world = new World();
        TopicClient client = world.client();
        Taker taker = new Taker(() -> true);
        Subscription subscription = subscribe(client, "t", taker);
        world.exchange.burst().begin();
        client.publish("t", 1);
        subscription.unsubscribe();
        client.publish("t", 2);
        world.exchange.burst().end();
        world.settle();
        assertThat(taker.got).isEmpty();
    }

    @Test
    void theTimelineHasEachMessageOnceForEachWhoGotIt() {
        World world = new World();
        TopicClient client = world.client();
        for (String id : List.of("a", "b")) {
            client.subscribe(
                    SubscriptionSpec.of("t.*").id(id), Payload.class, new Taker(() -> true));
        }
        client.subscribe(SubscriptionSpec.of("t.1").id("c"), Payload.class, new Taker(() -> true));
        world.exchange.burst().begin();
        for (int i = 0; i < 3; i++) {
            client.publish(Publication.on("t." + i).correlationId("m" + i));
        }
        world.exchange.burst().end();
        for (int i = 0; i < 3; i++) {
            List<String> to =
                    world.monitor.client().timelineOfCorrelation("m" + i).stream()
                            .filter(event -> event.type().equals("message.delivered"))
                            .map(
                                    event ->
                                            event.topic().orElseThrow()
                                                    + " "
                                                    + event.details().get("subscription"))
                            .toList();
            String topic = "t." + i;
            assertThat(to)
                    .containsExactlyInAnyOrderElementsOf(
                            i == 1
                                    ? List.of(topic + " a", topic + " b", topic + " c")
                                    : List.of(topic + " a", topic + " b"));
        }
    }

    /** One subscription, what it should have got, and what it was allowed. */
    private static final class Case {
        private final String pattern;
        private final Taker taker;
        private final Subscription subscription;
        private final List<String> due = new ArrayList<>();
        private long allowed;

        Case(String pattern, long allowed, Taker taker, Subscription subscription) {
            this.pattern = pattern;
            this.allowed = allowed;
            this.taker = taker;
            this.subscription = subscription;
        }

        void check(String seed) {
            assertThat(taker.got).as(seed).hasSizeLessThanOrEqualTo((int) allowed);
            assertThat(due.subList(0, taker.got.size())).as(seed).isEqualTo(taker.got);
        }
    }

    @Test
    void everybodyGetsEverythingInOrderWithinItsCredit() {
        for (long seed = 0; seed < SEEDS; seed++) {
            String as = "seed " + seed;
            World world = new World(PubSubSettings.defaults(), seed);
            TopicClient client = world.client();
            Random random = world.random;
            List<Case> cases = new ArrayList<>();
            int next = 0;
            for (int step = 0; step < 60; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> cases.add(begin(client, random));
                    case 1, 2 -> {
                        world.exchange.burst().begin();
                        for (int i = random.nextInt(80); i > 0; i--) {
                            publish(client, cases, random, next++);
                        }
                        world.exchange.burst().end();
                    }
                    case 3 -> publish(client, cases, random, next++);
                    case 4 -> world.step();
                    default -> {
                        if (!cases.isEmpty()) {
                            Case one = cases.get(random.nextInt(cases.size()));
                            if (random.nextInt(8) == 0) {
                                one.subscription.unsubscribe();
                                one.check(as);
                                cases.remove(one);
                            } else {
                                int more = 1 + random.nextInt(60);
                                one.allowed += more;
                                one.subscription.request(more);
                            }
                        }
                    }
                }
                cases.forEach(one -> one.check(as));
            }
            cases.forEach(one -> one.allowed += 10_000);
            cases.forEach(one -> one.subscription.request(10_000));
            world.settle();
            cases.forEach(one -> assertThat(one.taker.got).as(as).isEqualTo(one.due));
        }
    }

    private static Case begin(TopicClient client, Random random) {
        Taker taker = new Taker(() -> random.nextInt(4) > 0);
        String pattern = random.nextBoolean() ? "t.*" : "t." + random.nextInt(2);
        int credit = random.nextInt(100);
        return new Case(
                pattern,
                credit,
                taker,
                client.subscribe(
                        SubscriptionSpec.of(pattern).credit(credit), Payload.class, taker));
    }

    private static void publish(TopicClient client, List<Case> cases, Random random, int number) {
        String topic = "t." + random.nextInt(2);
        client.publish(topic, number);
        for (Case one : cases) {
            if (one.pattern.equals("t.*") || one.pattern.equals(topic)) {
                one.due.add(String.valueOf(number));
            }
        }
    }

    @Test
    void aNameThatIsTakenUpAgainMidwayMissesNothing() throws InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(3);
        Clock clock = Clock.system();
        int messages = 9_000; // fewer than are kept for a name
        try (ThreadTimers timers = new ThreadTimers(Thread::new)) {
            Exchange exchange =
                    new Exchange(
                            PubSubSettings.defaults().buffer(messages),
                            World.NODE,
                            new Platform(clock, timers, pool, Thread::new),
                            new UlidSource(clock, ThreadLocalRandom.current()),
                            new UnifiedRouter(World.NODE),
                            Monitor.OFF);
            TopicClient client = exchange.client(World.context(pool));
            Taker taker = new Taker(() -> true);
            SubscriptionSpec spec = SubscriptionSpec.of("t").durable("d");
            Subscription subscription = client.subscribe(spec, Payload.class, taker);
            CountDownLatch done = new CountDownLatch(1);
            Thread publisher =
                    new Thread(
                            () -> {
                                for (int i = 0; i < messages; ) {
                                    exchange.burst().begin();
                                    for (int end = Math.min(messages, i + 50); i < end; i++) {
                                        client.publish("t", i);
                                    }
                                    exchange.burst().end();
                                }
                                done.countDown();
                            });
            publisher.start();
            while (done.getCount() > 0) {
                subscription.unsubscribe();
                subscription = client.subscribe(spec, Payload.class, taker);
            }
            publisher.join();
            assertThat(taker.reaches(messages)).isTrue();
            List<String> got = taker.got();
            assertThat(got).hasSize(messages);
            for (int i = 0; i < messages; i++) {
                assertThat(got.get(i)).isEqualTo(String.valueOf(i));
            }
            exchange.close();
        } finally {
            pool.shutdown();
            assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}
