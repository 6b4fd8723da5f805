package io.mpreg.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.DeadLetter;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.Refusal;
import io.mpreg.engine.journal.SimJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Stops the disk at any operation and loses what was not forced, again and again: every message
 * whose sending was confirmed is there, and none whose acknowledgement was confirmed.
 */
class QueueCrashTest {

    private static final int SEEDS = Integer.getInteger("mpreg.queue.seeds", 60);
    private static final int LIVES = 6;
    private static final String QUEUE = "q";

    /** The journal says that the disk failed, which it does all the time here. */
    private static final Logger JOURNAL = Logger.getLogger("io.mpreg.engine.journal");

    @BeforeAll
    static void quiet() {
        JOURNAL.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        JOURNAL.setLevel(null);
    }

    @Test
    void confirmedMessagesSurviveAndAcknowledgedOnesStayAway() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Run run = new Run(seed);
            try {
                run.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " after " + run.log, e);
            }
        }
    }

    /** What is known about a message for one group. */
    private enum Fate {
        UNKNOWN,
        THERE,
        MAYBE,
        GONE
    }

    private static final class Run {
        final Random random;
        final World world;
        final SimJournal journal;
        final List<String> log = new ArrayList<>();
        final Map<Ulid, Map<String, Fate>> fates = new HashMap<>();
        final Map<Ulid, String> texts = new HashMap<>();
        final Map<Ulid, QueueMessage> exact = new LinkedHashMap<>();
        final List<String> groups;
        final List<Got> open = new ArrayList<>();
        Set<String> delivered = new HashSet<>();
        int number;

        Run(long seed) {
            random = new Random(seed);
            // Without memory for contents each delivery reads the journal.
            QueueEngineSettings settings = QueueEngineSettings.defaults();
            world =
                    new World(
                            seed % 2 == 0 ? settings : settings.cache(0), seed, new MemoryStore());
            journal = new SimJournal(world.platform);
            groups = random.nextBoolean() ? List.of("") : List.of("a", "b");
            world.start(journal.store());
            world.client.create(
                    QueueSpec.builder(QUEUE)
                            .maxRetries(1)
                            .backoff(Duration.ZERO)
                            .ackTimeout(Duration.ofHours(1))
                            .build());
            consume();
            world.runAll();
        }

        void run() {
            for (int life = 0; life < LIVES; life++) {
                live(life);
            }
        }

        private void live(int life) {
            journal.crashAfter(random.nextInt(80));
            try {
                for (int step = 0; step < 120 && !journal.crashed(); step++) {
                    step();
                }
            } catch (MpregException e) {
                assertThat(journal.crashed()).as("%s", e).isTrue();
            }
            log.add("crash");
            world.tasks.clear();
            open.clear();
            if (random.nextBoolean()) {
                journal.losePower(random);
            } else {
                journal.kill();
            }
            world.start(journal.store());
            check(life);
        }

        private void step() {
            switch (random.nextInt(7)) {
                case 0, 1 -> send();
                case 2, 3 -> settleOne();
                case 4 -> world.step();
                case 5 -> world.runAll();
                default -> journal.work();
            }
        }

        private void consume() {
            for (String group : groups) {
                world.client.<String>consume(
                        ConsumerSpec.of(QUEUE).group(group).prefetch(1000),
                        String.class,
                        delivery -> {
                            assertThat(delivery.body()).isEqualTo(texts.get(delivery.messageId()));
                            delivered.add(group + delivery.messageId());
                            open.add(new Got(group, delivery));
                        });
            }
        }

        private void send() {
            Ulid id = world.ulids.next();
            String text = "m" + number++ + "x".repeat(random.nextInt(200));
            texts.put(id, text);
            QueueMessage message = QueueMessage.of(text).messageId(id);
            if (random.nextInt(4) == 0) {
                message = message.guarantee(Guarantee.EXACTLY_ONCE).orderingKey("k");
                exact.put(id, message);
            }
            log.add("send " + id);
            Map<String, Fate> fate = new HashMap<>();
            groups.forEach(group -> fate.put(group, Fate.UNKNOWN));
            fates.put(id, fate);
            CompletableFuture<?> outcome =
                    world.client.sendAsync(QUEUE, message).toCompletableFuture();
            // Completed by a task of its own, which stands for the reply to the client.
            outcome.thenRun(() -> fate.replaceAll((g, f) -> f == Fate.UNKNOWN ? Fate.THERE : f));
        }

        private void settleOne() {
            if (open.isEmpty()) {
                return;
            }
            Got got = open.remove(random.nextInt(open.size()));
            Map<String, Fate> fate = fates.get(got.delivery.messageId());
            int way = random.nextInt(6);
            if (way > 1) {
                log.add("ack " + got.delivery.messageId());
                fate.put(got.group, Fate.MAYBE);
                got.delivery
                        .ack()
                        .thenAccept(
                                done -> {
                                    assertThat(done).isTrue();
                                    fate.put(got.group, Fate.GONE);
                                });
            } else {
                log.add("nack " + got.delivery.messageId());
                got.delivery.nack(way == 0 ? Refusal.requeue("no") : Refusal.deadLetter("bad"));
            }
        }

        private void refusesWhatWasAcknowledged() {
            exact.forEach(
                    (id, message) -> {
                        if (fates.get(id).values().stream().allMatch(f -> f == Fate.GONE)) {
                            assertThat(world.client.send(QUEUE, message).duplicate())
                                    .as("%s is known", id)
                                    .isTrue();
                        }
                    });
        }

        /** What is there has to be delivered again, or to be a dead letter; nothing else may. */
        private void check(int life) {
            delivered = new HashSet<>();
            consume();
            for (int i = 0; i < 4; i++) {
                world.runAll();
                journal.work();
            }
            List<Ulid> dead =
                    world.client.deadLetters(QUEUE, 1000).stream()
                            .map(DeadLetter::messageId)
                            .toList();
            refusesWhatWasAcknowledged();
            Set<String> blocked = new HashSet<>();
            fates.forEach(
                    (id, byGroup) ->
                            byGroup.forEach(
                                    (group, fate) -> {
                                        boolean came = delivered.contains(group + id);
                                        if (fate == Fate.THERE && !came && !dead.contains(id)) {
                                            blocked.add(group + id);
                                        }
                                        if (fate == Fate.GONE) {
                                            assertThat(came).as("%s for %s", id, group).isFalse();
                                        }
                                        if (fate == Fate.UNKNOWN || fate == Fate.MAYBE) {
                                            // What came once is confirmed by that.
                                            byGroup.replace(
                                                    group, came ? Fate.THERE : Fate.UNKNOWN);
                                        }
                                    }));
            // Of an ordering key only one is in flight; the others have to wait.
            blocked.removeIf(
                    key ->
                            world.client.browse(QUEUE, 1000).stream()
                                    .anyMatch(m -> key.endsWith(m.messageId().toString())));
            assertThat(blocked).as("lost in life %s", life).isEmpty();
            if (random.nextInt(3) == 0) {
                world.client.redrive(QUEUE, List.of(), Optional.empty());
                world.runAll();
            }
        }
    }

    private record Got(String group, Delivery<String> delivery) {}
}
