package io.mpreg.engine.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.topic.Publication;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import io.mpreg.engine.time.UlidSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LossesStressTest {

    private static final int PUBLISHERS = 3;
    private static final int MESSAGES = 20_000;
    private static final int BUFFER = 16;

    private final ThreadTimers timers = new ThreadTimers(Thread::new);
    private final ExecutorService pool = Executors.newFixedThreadPool(PUBLISHERS + 1);
    private final Exchange exchange =
            new Exchange(
                    PubSubSettings.defaults().buffer(BUFFER),
                    World.NODE,
                    new Platform(Clock.system(), timers, pool, Thread::new),
                    new UlidSource(Clock.system(), ThreadLocalRandom.current()),
                    new UnifiedRouter(World.NODE),
                    Monitor.OFF);

    @AfterEach
    void stop() throws InterruptedException {
        exchange.close();
        pool.shutdown();
        assertThat(pool.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        timers.close();
    }

    @Test
    void everyLossCountsOnceWhoeverTellsOfIt() throws Exception {
        TopicClient client = exchange.client(World.context(pool));
        for (SlowConsumerPolicy policy :
                new SlowConsumerPolicy[] {
                    SlowConsumerPolicy.DROP_OLDEST, SlowConsumerPolicy.DROP_NEWEST
                }) {
            client.subscribe(
                    SubscriptionSpec.of("a").credit(0).onSlow(policy), String.class, m -> {});
        }
        for (Future<?> publisher :
                IntStream.range(0, PUBLISHERS)
                        .mapToObj(i -> pool.submit(() -> publish(client)))
                        .toList()) {
            publisher.get(60, TimeUnit.SECONDS);
        }
        long lost = (long) PUBLISHERS * MESSAGES - BUFFER;
        assertThat(exchange.statistics().dropped())
                .containsEntry(DropReason.OLDEST, lost)
                .containsEntry(DropReason.NEWEST, lost);
    }

    /* Some of them in bursts, and one who looks at the ledger meanwhile. */
    private void publish(TopicClient client) {
        for (int i = 0; i < MESSAGES; i++) {
            if (i % 100 == 0) {
                exchange.burst().begin();
                exchange.drops();
            }
            client.publishAsync(Publication.on("a").payload(i));
            if (i % 100 == 50) {
                exchange.burst().end();
            }
        }
    }
}
