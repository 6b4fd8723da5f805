package io.mpreg.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.engine.journal.SimJournal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Consumers with names come, are lost and are closed, while BROADCAST and QUORUM messages are sent
 * and the disk stops at any operation: a message reaches everyone who was there when it was sent,
 * nobody whose acknowledgement was confirmed, and is gone when all are done.
 */
class AddressingModelTest {

    private static final int SEEDS = Integer.getInteger("mpreg.queue.seeds", 80);
    private static final int LIVES = 5;
    private static final String QUEUE = "q";
    private static final List<String> NAMES = List.of("ann", "bob", "cid");

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
    void everyAddresseeGetsIt() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Run run = new Run(seed);
            try {
                run.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " after " + run.log, e);
            }
        }
    }

    /** What is known of a message and somebody who was there when it was sent. */
    private enum Fate {
        EXPECTED,
        PERHAPS,
        ACKNOWLEDGED,
        LEFT
    }

    private static final class Sent {
        final int required;
        final Map<String, Fate> fates = new HashMap<>();
        final Set<String> expected;
        boolean confirmed;

        Sent(int required, Set<String> expected) {
            this.required = required;
            this.expected = new HashSet<>(expected);
            expected.forEach(name -> fates.put(name, Fate.EXPECTED));
        }

        void leaves(String name) {
            expected.remove(name);
            fates.computeIfPresent(name, (n, fate) -> fate == Fate.EXPECTED ? Fate.LEFT : fate);
        }

        /** What is known after a restart of somebody whose acknowledgement was not confirmed. */
        Fate perhaps(String name, boolean came, boolean waits) {
            if (came) {
                return expected.contains(name) ? Fate.EXPECTED : Fate.LEFT;
            }
            // It may wait for another message of its key, or for somebody else.
            return expected.contains(name) && !waits ? Fate.ACKNOWLEDGED : Fate.PERHAPS;
        }

        boolean mayBeReached() {
            long acks =
                    fates.values().stream()
                            .filter(f -> f == Fate.ACKNOWLEDGED || f == Fate.PERHAPS)
                            .count();
            return required > 0 && acks >= required;
        }
    }

    private record Got(String name, Delivery<String> delivery) {}

    private static final class Run {
        final Random random;
        final World world;
        final SimJournal journal;
        final List<String> log = new ArrayList<>();
        final Map<String, Consumer> there = new LinkedHashMap<>();
        final Map<Ulid, Sent> sent = new LinkedHashMap<>();
        final List<Got> open = new ArrayList<>();
        final List<String> again = new ArrayList<>();
        Set<String> delivered = new HashSet<>();
        int number;

        Run(long seed) {
            random = new Random(seed);
            world = new World(QueueEngineSettings.defaults(), seed, new MemoryStore());
            journal = new SimJournal(world.platform);
            world.start(journal.store());
            world.client.create(QueueSpec.builder(QUEUE).ackTimeout(Duration.ofHours(1)).build());
            world.runAll();
        }

        void run() {
            for (int life = 0; life < LIVES; life++) {
                live();
            }
            drain();
        }

        private void live() {
            journal.crashAfter(random.nextInt(120));
            try {
                for (int step = 0; step < 150 && !journal.crashed(); step++) {
                    step();
                }
            } catch (MpregException e) {
                assertThat(journal.crashed()).as("%s", e).isTrue();
            }
            log.add("crash");
            world.tasks.clear();
            open.clear();
            there.clear();
            if (random.nextBoolean()) {
                journal.losePower(random);
            } else {
                journal.kill();
            }
            world.start(journal.store());
            check();
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0, 1 -> send();
                case 2 -> come(NAMES.get(random.nextInt(NAMES.size())));
                case 3 -> go();
                case 4, 5, 6 -> acknowledge();
                case 7 -> world.step();
                case 8 -> world.runAll();
                case 9 -> world.time.advance(Duration.ofMillis(random.nextInt(400)));
                default -> {
                    journal.work();
                    // No send is under way now.
                    QueueValidator.check(world.engine.queue(QUEUE).orElseThrow());
                }
            }
        }

        private void come(String name) {
            if (there.containsKey(name)) {
                return;
            }
            log.add("come " + name);
            there.put(
                    name,
                    world.client.<String>consume(
                            ConsumerSpec.of(QUEUE).id(name).prefetch(1000),
                            String.class,
                            delivery -> got(name, delivery)));
        }

        private void got(String name, Delivery<String> delivery) {
            log.add("got " + name + " " + delivery.body());
            delivered.add(name + delivery.messageId());
            Sent message = sent.get(delivery.messageId());
            if (message.fates.get(name) == Fate.ACKNOWLEDGED) {
                again.add(name + " got " + delivery.body());
            }
            open.add(new Got(name, delivery));
        }

        private void go() {
            if (there.isEmpty()) {
                return;
            }
            String name = List.copyOf(there.keySet()).get(random.nextInt(there.size()));
            Consumer consumer = there.remove(name);
            open.removeIf(got -> got.name.equals(name));
            if (random.nextInt(3) > 0) {
                log.add("lose " + name);
                Departures.lost(consumer);
            } else {
                log.add("close " + name);
                sent.values().forEach(message -> message.leaves(name));
                consumer.close();
            }
        }

        private void send() {
            Ulid id = world.ulids.next();
            int required = random.nextBoolean() ? 0 : 1 + random.nextInt(NAMES.size());
            QueueMessage message = QueueMessage.of("m" + number++).messageId(id);
            message =
                    required == 0
                            ? message.guarantee(Guarantee.BROADCAST)
                            : message.guarantee(Guarantee.QUORUM).requiredAcks(required);
            if (random.nextInt(4) == 0) {
                message = message.delay(Duration.ofMillis(random.nextInt(500)));
            }
            if (random.nextInt(4) == 0) {
                message = message.orderingKey("k");
            }
            log.add("send " + (number - 1) + " for " + required + " of " + there.keySet());
            Sent one = new Sent(required, there.keySet());
            sent.put(id, one);
            world.client.sendAsync(QUEUE, message).thenRun(() -> one.confirmed = true);
        }

        private void acknowledge() {
            if (!open.isEmpty()) {
                acknowledge(open.remove(random.nextInt(open.size())));
            }
        }

        private void acknowledge(Got got) {
            Sent message = sent.get(got.delivery.messageId());
            log.add("ack " + got.name + " " + got.delivery.body());
            message.fates.put(got.name, Fate.PERHAPS);
            got.delivery
                    .ack()
                    .thenAccept(
                            done -> {
                                assertThat(done).isTrue();
                                message.fates.put(got.name, Fate.ACKNOWLEDGED);
                            });
        }

        /** Everyone comes back. */
        private void check() {
            delivered = new HashSet<>();
            List<String> names = new ArrayList<>(NAMES);
            Collections.shuffle(names, random);
            for (String name : names) {
                come(name);
                if (random.nextBoolean()) {
                    settle();
                }
            }
            world.time.advance(Duration.ofMillis(500));
            settle();
            sent.forEach(this::check);
            assertThat(again).as("acknowledged before").isEmpty();
        }

        private void check(Ulid id, Sent message) {
            boolean anybody = NAMES.stream().anyMatch(name -> delivered.contains(name + id));
            boolean reached = message.mayBeReached();
            message.confirmed |= anybody;
            message.fates.replaceAll(
                    (name, fate) -> {
                        boolean came = delivered.contains(name + id);
                        if (fate == Fate.EXPECTED && message.confirmed && !reached) {
                            // Behind another message of its key it waits.
                            assertThat(came || waits(id)).as("%s for %s", id, name).isTrue();
                        }
                        return switch (fate) {
                            case EXPECTED, LEFT, ACKNOWLEDGED -> fate;
                            case PERHAPS -> message.perhaps(name, came, waits(id));
                        };
                    });
        }

        private boolean waits(Ulid id) {
            return world.client.browse(QUEUE, 1000).stream()
                    .anyMatch(waiting -> waiting.messageId().equals(id));
        }

        private void settle() {
            for (int i = 0; i < 4; i++) {
                world.runAll();
                journal.work();
            }
            QueueValidator.check(world.engine.queue(QUEUE).orElseThrow());
        }

        /** All acknowledge all that they get; then nothing may be left. */
        private void drain() {
            log.add("drain");
            while (!open.isEmpty()) {
                List<Got> some = List.copyOf(open);
                open.clear();
                some.forEach(this::acknowledge);
                settle();
            }
            assertThat(again).as("acknowledged before").isEmpty();
            assertThat(world.client.browse(QUEUE, 1000)).isEmpty();
            assertThat(world.stats(QUEUE).depth()).isZero();
            assertThat(world.engine.queue(QUEUE).orElseThrow().load()).isZero();
            assertThat(journal.status().liveRecords()).isEqualTo(1);
        }
    }
}
