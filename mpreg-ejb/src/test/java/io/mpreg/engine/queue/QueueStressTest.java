package io.mpreg.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.journal.JournalSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.queue.store.JournalStore;
import io.mpreg.engine.route.UnifiedRouter;
import io.mpreg.engine.time.Clock;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.ThreadTimers;
import io.mpreg.engine.time.UlidSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real threads on a real journal: nothing is lost, nothing that was acknowledged comes again. */
class QueueStressTest {

    private static final int MESSAGES = 20_000;
    private static final long PATIENCE_SECONDS = 60;

    private final ThreadTimers timers = new ThreadTimers(Thread::new);
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Platform platform = new Platform(Clock.system(), timers, workers, Thread::new);

    @TempDir Path folder;

    private QueueEngine engine;
    private QueueClient client;

    private void start(QueueStore store) {
        engine =
                new QueueEngine(
                        QueueEngineSettings.defaults().cache(64 << 10),
                        World.NODE,
                        platform,
                        new UlidSource(Clock.system(), ThreadLocalRandom.current()),
                        new UnifiedRouter(World.NODE),
                        Monitor.OFF,
                        store);
        client =
                engine.client(
                        new ClientContext(
                                Caller.local("test"),
                                new World.Texts(),
                                new Gate(GateSettings.defaults()),
                                workers));
    }

    private JournalStore journal() {
        JournalSettings settings = JournalSettings.defaults().sizes(1 << 20, 0).compaction(0.5, 3);
        return new JournalStore(folder, settings, platform);
    }

    @AfterEach
    void stop() {
        engine.close();
        timers.close();
        workers.shutdownNow();
    }

    @Test
    void manySendersAndConsumersThatComeAndGo() throws Exception {
        start(journal());
        client.create(
                QueueSpec.builder("q")
                        .maxDepth(MESSAGES)
                        .maxRetries(10_000)
                        .backoff(Duration.ZERO)
                        .build());
        Map<Ulid, AtomicInteger> acknowledged = new ConcurrentHashMap<>();
        CountDownLatch left = new CountDownLatch(MESSAGES);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int sender = 0; sender < 4; sender++) {
            int number = sender;
            threads.add(run(failure, () -> send(number, MESSAGES / 4, acknowledged)));
        }
        for (int consumer = 0; consumer < 3; consumer++) {
            int number = consumer;
            threads.add(run(failure, () -> consume(number, acknowledged, left)));
        }
        assertThat(left.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("%s left, %s, %s", left, client.info("q"), failure)
                .isTrue();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(acknowledged).hasSize(MESSAGES);
        assertThat(acknowledged.values()).allMatch(times -> times.get() == 1);
        QueueValidator.check(engine.queue("q").orElseThrow());
        assertThat(client.info("q").orElseThrow().stats().depth()).isZero();
        engine.close();
        start(journal());
        assertThat(client.info("q").orElseThrow().stats().depth()).isZero();
    }

    private void send(int sender, int count, Map<Ulid, AtomicInteger> acknowledged)
            throws Exception {
        Semaphore room = new Semaphore(128);
        AtomicReference<Throwable> refused = new AtomicReference<>();
        for (int i = 0; i < count; i++) {
            room.acquire();
            QueueMessage message = QueueMessage.of("s" + sender + "m" + i);
            if (i % 7 == 0) {
                message = message.orderingKey("k" + i % 5);
            }
            client.sendAsync("q", message)
                    .whenComplete(
                            (receipt, e) -> {
                                if (e == null) {
                                    acknowledged.computeIfAbsent(
                                            receipt.messageId(), id -> new AtomicInteger());
                                } else {
                                    refused.set(e);
                                }
                                room.release();
                            });
        }
        room.acquire(128);
        assertThat(refused.get()).isNull();
    }

    /** Consumes with one consumer after another, acknowledges most, refuses and forgets some. */
    private void consume(int number, Map<Ulid, AtomicInteger> acknowledged, CountDownLatch left)
            throws Exception {
        Random random = new Random(number);
        while (left.getCount() > 0) {
            CountDownLatch enough = new CountDownLatch(200 + random.nextInt(2_000));
            Consumer consumer =
                    client.<Payload>consume(
                            ConsumerSpec.of("q").prefetch(1 + random.nextInt(100)),
                            Payload.class,
                            delivery -> {
                                enough.countDown();
                                take(delivery, acknowledged, left);
                            });
            // It has not got enough when too much of its prefetch is forgotten.
            enough.await(50, TimeUnit.MILLISECONDS);
            consumer.close();
        }
    }

    private static void take(
            Delivery<Payload> delivery,
            Map<Ulid, AtomicInteger> acknowledged,
            CountDownLatch left) {
        int fate = ThreadLocalRandom.current().nextInt(20);
        if (fate == 0) {
            delivery.nack("not this time");
        } else if (fate > 1 || delivery.attempt() > 5) {
            delivery.ack()
                    .thenAccept(
                            done -> {
                                if (done) {
                                    acknowledged
                                            .computeIfAbsent(
                                                    delivery.messageId(), id -> new AtomicInteger())
                                            .incrementAndGet();
                                    left.countDown();
                                }
                            });
        } else {
            // Forgotten until its consumer goes, but for the odd one that is refused late.
            delivery.extend(Duration.ofMinutes(1));
        }
    }

    @Test
    void nothingIsDeliveredAfterAConsumerWasClosed() throws Exception {
        start(new MemoryStore());
        client.create(QueueSpec.builder("q").maxDepth(1_000_000).build());
        for (int round = 0; round < 200; round++) {
            AtomicInteger late = new AtomicInteger();
            boolean[] closed = {false};
            Object lock = new Object();
            Consumer consumer =
                    client.<Payload>consume(
                            ConsumerSpec.of("q").autoAck(true),
                            Payload.class,
                            delivery -> {
                                synchronized (lock) {
                                    late.addAndGet(closed[0] ? 1 : 0);
                                }
                            });
            for (int i = 0; i < 50; i++) {
                client.send("q", i);
            }
            consumer.close();
            synchronized (lock) {
                closed[0] = true;
            }
            for (int i = 0; i < 50; i++) {
                client.send("q", i);
            }
            client.purge("q");
            assertThat(late).hasValue(0);
        }
        QueueValidator.check(engine.queue("q").orElseThrow());
    }

    @Test
    void aListenerMayWaitOnTheOnlyThreadOfItsApplication() throws Exception {
        start(journal());
        ExecutorService only = Executors.newSingleThreadExecutor();
        QueueClient narrow =
                engine.client(
                        new ClientContext(
                                Caller.local("narrow"),
                                new World.Texts(),
                                new Gate(GateSettings.defaults()),
                                only));
        CountDownLatch done = new CountDownLatch(20);
        narrow.create(QueueSpec.named("in"));
        narrow.<Payload>consume(
                ConsumerSpec.of("in"),
                Payload.class,
                delivery -> {
                    narrow.sendAsync("out", QueueMessage.of("m")).toCompletableFuture().join();
                    delivery.ack().toCompletableFuture().join();
                    done.countDown();
                });
        for (int i = 0; i < 20; i++) {
            narrow.send("in", "m" + i);
        }
        assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(client.info("out").orElseThrow().stats().depth()).isEqualTo(20);
        only.shutdownNow();
    }

    private Thread run(AtomicReference<Throwable> failure, Action action) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                action.run();
                            } catch (Exception | AssertionError e) {
                                failure.set(e);
                            }
                        });
        thread.start();
        return thread;
    }

    @FunctionalInterface
    private interface Action {
        void run() throws Exception;
    }

    @Test
    void restartsInTheMiddleOfTheWork() throws Exception {
        Map<Ulid, Integer> confirmed = new ConcurrentHashMap<>();
        Map<Ulid, Integer> done = new ConcurrentHashMap<>();
        for (int life = 0; life < 4; life++) {
            start(journal());
            client.create(QueueSpec.builder("q").maxDepth(1_000_000).build());
            client.<Payload>consume(
                    ConsumerSpec.of("q"),
                    Payload.class,
                    delivery -> {
                        if (done.containsKey(delivery.messageId())) {
                            done.merge(delivery.messageId(), 1, Integer::sum);
                        }
                        delivery.ack()
                                .thenAccept(
                                        ok -> {
                                            if (ok) {
                                                done.merge(delivery.messageId(), 1, Integer::sum);
                                            }
                                        });
                    });
            List<java.util.concurrent.CompletionStage<?>> sends = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                try {
                    sends.add(
                            client.sendAsync("q", QueueMessage.of("m" + i))
                                    .thenAccept(r -> confirmed.put(r.messageId(), 1)));
                } catch (MpregException e) {
                    break;
                }
            }
            engine.close();
            sends.forEach(s -> s.toCompletableFuture().handle((r, e) -> r).join());
        }
        start(journal());
        CountDownLatch rest =
                new CountDownLatch((int) client.info("q").orElseThrow().stats().depth());
        client.<Payload>consume(
                ConsumerSpec.of("q"),
                Payload.class,
                delivery -> {
                    done.merge(delivery.messageId(), 1, Integer::sum);
                    delivery.ack();
                    rest.countDown();
                });
        assertThat(rest.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(done.keySet()).containsAll(confirmed.keySet());
        assertThat(done.values()).allMatch(times -> times == 1);
    }
}
