package io.mpreg.engine.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Message;
import io.mpreg.api.Ulid;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The long form of this is the benchmark command {@code replay-seam}. */
class ReplaySeamStressTest {

    private static final int PUBLISHERS = 4;
    private static final int MESSAGES = Integer.getInteger("mpreg.seam.messages", 10_000);
    private static final int RETURNS = Integer.getInteger("mpreg.seam.returns", 200);

    private final ThreadTimers timers = new ThreadTimers(Thread::new);
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    // Of the one listener at a time.
    private final int[] next = new int[PUBLISHERS];
    private final List<String> wrong = new ArrayList<>();
    private final AtomicInteger seen = new AtomicInteger();
    private volatile Ulid last;

    @AfterEach
    void stop() throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        timers.close();
    }

    @Test
    void whoComesBackAfterTheLastMessageThatItSawMissesNothing() throws InterruptedException {
        Clock clock = Clock.system();
        Exchange exchange =
                new Exchange(
                        PubSubSettings.defaults()
                                .buffer(PUBLISHERS * MESSAGES)
                                .backlog(Duration.ofHours(1), MESSAGES, 1L << 30),
                        World.NODE,
                        new Platform(clock, timers, pool, Thread::new),
                        new UlidSource(clock, ThreadLocalRandom.current()),
                        new UnifiedRouter(World.NODE),
                        Monitor.OFF);
        TopicClient client = exchange.client(World.context(pool));
        Subscription current =
                client.<Integer>subscribe(SubscriptionSpec.of("p.*"), Integer.class, this::take);
        List<Thread> publishers = new ArrayList<>();
        for (int p = 0; p < PUBLISHERS; p++) {
            String topic = "p." + p;
            Thread publisher =
                    new Thread(
                            () -> {
                                for (int i = 0; i < MESSAGES; i++) {
                                    client.publish(topic, i);
                                }
                            });
            publishers.add(publisher);
            publisher.start();
        }
        for (int i = 0; i < RETURNS; i++) {
            int before = seen.get();
            while (seen.get() == before && before < PUBLISHERS * MESSAGES) {
                Thread.onSpinWait();
            }
            current.unsubscribe();
            current =
                    client.<Integer>subscribe(
                            SubscriptionSpec.of("p.*").since(last), Integer.class, this::take);
        }
        for (Thread publisher : publishers) {
            publisher.join();
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (seen.get() < PUBLISHERS * MESSAGES && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        exchange.close();
        assertThat(wrong).isEmpty();
        assertThat(next).containsOnly(MESSAGES);
    }

    private void take(Message<Integer> message) {
        int publisher = message.topic().charAt(2) - '0';
        int number = message.body();
        if (number != next[publisher]) {
            wrong.add(message.topic() + ": " + number + " instead of " + next[publisher]);
        }
        next[publisher] = number + 1;
        last = message.id();
        seen.incrementAndGet();
    }
}
