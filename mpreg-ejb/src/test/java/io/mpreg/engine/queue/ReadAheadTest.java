package io.mpreg.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Ulid;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.QueueType;
import io.mpreg.api.queue.Refusal;
import io.mpreg.engine.journal.SimJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is read from the journal before it is delivered, whatever happens between. */
class ReadAheadTest {

    private static final int SEEDS = Integer.getInteger("mpreg.queue.seeds", 150);
    private static final int MESSAGES = 150;
    private static final List<String> QUEUES = List.of("a", "b");

    @Test
    void everyoneGetsWhatWasSent() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Run run = new Run(seed);
            try {
                run.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void readsOnceForManyAndHoldsNoMoreThanItMay() {
        Run run = new Run(2);
        long before = run.journal.reads();
        run.fill(2_000, 1_000);
        run.consume("a");
        run.consume("b");
        run.drain();

        assertThat(run.got).hasSize(2_000);
        assertThat(run.most).isPositive().isLessThanOrEqualTo(run.ahead().most());
        assertThat(run.ahead().taken()).isZero();
        // Segments end now and then, and compaction reads, too.
        assertThat(run.journal.reads() - before).isLessThan(2_000 / 3);
    }

    @Test
    void readsWithoutRoomOneByOne() {
        Run run = new Run(2);
        run.fill(200, 100);
        run.ahead().force(run.ahead().most());
        run.consume("a");
        run.consume("b");
        run.drain();

        assertThat(run.got).hasSize(200);
        assertThat(run.ahead().taken()).isEqualTo(run.ahead().most());
    }

    /** Two queues that share a journal, and keep nothing at hand. */
    private static final class Run {
        final Random random;
        final World world;
        final SimJournal journal;
        final Map<Ulid, String> sent = new HashMap<>();
        final Set<Ulid> gone = new HashSet<>();
        final Set<Ulid> got = new HashSet<>();
        final List<Delivery<String>> open = new ArrayList<>();
        boolean mischief;
        long most;

        Run(long seed) {
            random = new Random(seed);
            world = new World(QueueEngineSettings.defaults().cache(0), seed, new MemoryStore());
            journal = new SimJournal(world.platform);
            world.start(journal.store());
            QUEUES.forEach(this::create);
        }

        private void create(String queue) {
            QueueType type = random.nextInt(3) == 0 ? QueueType.PRIORITY : QueueType.FIFO;
            world.client.create(
                    QueueSpec.builder(queue)
                            .type(type)
                            .maxRetries(100)
                            .backoff(Duration.ZERO)
                            .ackTimeout(Duration.ofSeconds(10))
                            .build());
        }

        Room ahead() {
            return world.engine.queue("a").orElseThrow().hub().ahead;
        }

        void run() {
            mischief = true;
            fill(MESSAGES, 400);
            restart();
            for (int i = random.nextInt(3); i >= 0; i--) {
                consume("a");
                consume("b");
            }
            for (int i = 0; i < 20; i++) {
                fill(random.nextInt(10), 3_000);
                world.step();
                act();
            }
            mischief = false;
            drain();
            Set<Ulid> left = new HashSet<>(sent.keySet());
            left.removeAll(got);
            left.removeAll(gone);
            QUEUES.forEach(
                    queue ->
                            world.client
                                    .deadLetters(queue, 1_000)
                                    .forEach(dead -> left.remove(dead.messageId())));
            assertThat(left).isEmpty();
            assertThat(ahead().taken()).isZero();
        }

        void fill(int messages, int size) {
            for (int i = 0; i < messages; i++) {
                String text = i + "x".repeat(random.nextInt(size));
                Ulid id = world.ulids.next();
                sent.put(id, text);
                QueueMessage message =
                        QueueMessage.of(text).messageId(id).priority(random.nextInt(3));
                if (random.nextInt(6) == 0) {
                    message = message.orderingKey("k" + random.nextInt(2));
                }
                if (mischief && random.nextInt(6) == 0) {
                    message = message.timeToLive(Duration.ofSeconds(1 + random.nextInt(20)));
                    gone.add(id);
                }
                world.client.sendAsync(QUEUES.get(random.nextInt(2)), message);
                if (random.nextInt(8) == 0) {
                    journal.work();
                }
            }
            journal.work();
        }

        void restart() {
            world.tasks.clear();
            journal.kill();
            world.start(journal.store());
        }

        void consume(String queue) {
            ConsumerSpec spec = ConsumerSpec.of(queue).prefetch(10 + random.nextInt(100));
            world.client.<String>consume(spec, String.class, this::delivered);
        }

        private void delivered(Delivery<String> delivery) {
            most = Math.max(most, ahead().taken());
            assertThat(delivery.body()).isEqualTo(sent.get(delivery.messageId()));
            if (!mischief) {
                delivery.ack();
                got.add(delivery.messageId());
                return;
            }
            open.add(delivery);
            act();
        }

        /* What may come between the reading of a batch and the delivery of all of it. */
        private void act() {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> settle();
                case 4 -> journal.work();
                case 5 -> world.time.advance(Duration.ofSeconds(random.nextInt(12)));
                case 6 -> purge();
                default -> {}
            }
        }

        private void settle() {
            if (open.isEmpty()) {
                return;
            }
            Delivery<String> one = open.remove(random.nextInt(open.size()));
            switch (random.nextInt(5)) {
                case 0 -> one.nack(Refusal.deadLetter("bad"));
                case 1 -> one.nack(Refusal.requeue("no"));
                default -> {
                    CompletableFuture<Boolean> outcome = one.ack().toCompletableFuture();
                    // What was settled before, by time, comes again.
                    if (!outcome.isDone() || outcome.join()) {
                        got.add(one.messageId());
                    }
                }
            }
        }

        private void purge() {
            if (random.nextInt(10) == 0) {
                String queue = QUEUES.get(random.nextInt(2));
                world.client.browse(queue, 10_000).forEach(m -> gone.add(m.messageId()));
                world.client.purge(queue);
            }
        }

        void drain() {
            for (int i = 0; i < 12; i++) {
                world.runAll();
                journal.work();
                world.runAll();
                world.time.advance(Duration.ofSeconds(5));
            }
            world.settle();
        }
    }
}
