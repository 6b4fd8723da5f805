package io.mpreg.engine.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Message;
import io.mpreg.api.topic.SlowConsumerPolicy;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExchangeStressTest {

    private static final int PUBLISHERS = 3;
    private static final int MESSAGES = 15_000;

    private final ThreadTimers timers = new ThreadTimers(Thread::new);
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private Exchange exchange(PubSubSettings settings) {
        Clock clock = Clock.system();
        return new Exchange(
                settings,
                World.NODE,
                new Platform(clock, timers, pool, Thread::new),
                new UlidSource(clock, ThreadLocalRandom.current()),
                new UnifiedRouter(World.NODE),
                Monitor.OFF);
    }

    @AfterEach
    void stop() throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        timers.close();
    }

    @Test
    void comersAndGoersMissNothingAndGetNothingTwice() throws InterruptedException {
        PubSubSettings settings =
                PubSubSettings.defaults()
                        .buffer(PUBLISHERS * MESSAGES)
                        .backlog(Duration.ofHours(1), 50, 1 << 20);
        Exchange exchange = exchange(settings);
        TopicClient client = exchange.client(World.context(pool));
        CountDownLatch done = new CountDownLatch(PUBLISHERS);
        for (int p = 0; p < PUBLISHERS; p++) {
            String topic = "p." + p;
            Thread publisher =
                    new Thread(
                            () -> {
                                try {
                                    for (int i = 0; i < MESSAGES; i++) {
                                        client.publish(topic, i);
                                    }
                                } finally {
                                    done.countDown();
                                }
                            });
            publisher.start();
        }
        List<Watch> watches = new ArrayList<>();
        while (done.getCount() > 0) {
            Watch watch = new Watch();
            watch.subscription =
                    client.subscribe(
                            SubscriptionSpec.of("p.*", "#").backlog(Duration.ofMinutes(1)),
                            Integer.class,
                            watch::take);
            watches.add(watch);
            if (watches.size() > 4) {
                Watch oldest = watches.remove(0);
                oldest.subscription.unsubscribe();
                oldest.over = true;
            }
        }
        for (Watch watch : watches) {
            watch.complete.await(20, TimeUnit.SECONDS);
            assertThat(watch.next.values()).as("wrong: %s", wrong).containsOnly(MESSAGES);
        }
        assertThat(wrong).isEmpty();
        exchange.close();
    }

    @Test
    void aBlockingSubscriberGetsEverything() throws InterruptedException {
        Exchange exchange = exchange(PubSubSettings.defaults().buffer(8));
        TopicClient client = exchange.client(World.context(pool));
        Watch watch = new Watch();
        client.subscribe(
                SubscriptionSpec.of("p.*").onSlow(SlowConsumerPolicy.BLOCK),
                Integer.class,
                watch::take);
        for (int p = 0; p < PUBLISHERS; p++) {
            String topic = "p." + p;
            new Thread(
                            () -> {
                                for (int i = 0; i < MESSAGES; i++) {
                                    client.publish(topic, i);
                                }
                            })
                    .start();
        }
        assertThat(watch.complete.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(wrong).isEmpty();
        exchange.close();
    }

    /** Checks that each publisher's numbers come without a gap. */
    private final class Watch {
        final Map<String, Integer> next = new ConcurrentHashMap<>();
        final CountDownLatch complete = new CountDownLatch(PUBLISHERS);
        volatile Subscription subscription;
        volatile boolean over;

        void take(Message<Integer> message) {
            int number = message.body();
            Integer expected = next.put(message.topic(), number + 1);
            if (over) {
                wrong.add("after the end: " + message.topic() + " " + number);
            }
            if (expected != null && expected != number) {
                wrong.add(message.topic() + ": " + number + " instead of " + expected);
            }
            if (number == MESSAGES - 1) {
                complete.countDown();
            }
        }
    }
}
