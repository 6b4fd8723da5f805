package io.mpreg.engine.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.Ulid;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.queue.QueueStats;
import io.mpreg.api.queue.QueueType;
import io.mpreg.api.queue.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Does anything to a queue, in any order, and checks after each step that the queue agrees with
 * itself and with a model that knows only what was sent, delivered and settled.
 */
class QueueModelTest {

    private static final int SEEDS = Integer.getInteger("mpreg.queue.seeds", 150);
    private static final int STEPS = 150;
    private static final String QUEUE = "q";

    @Test
    void anythingInAnyOrder() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Run run = new Run(seed);
            try {
                run.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + " after " + run.log, e);
            }
        }
    }

    private static final class Run {
        final Random random;
        final World world;
        final List<String> log = new ArrayList<>();
        final List<Member> members = new ArrayList<>();
        final Set<String> groups = new HashSet<>();
        final Map<Ulid, Sent> sent = new HashMap<>();
        final boolean priority;
        final int maxRetries;
        final boolean deadLetter;
        int number;

        Run(long seed) {
            random = new Random(seed);
            world = new World(QueueEngineSettings.defaults(), seed, new MemoryStore());
            priority = random.nextInt(4) == 0;
            maxRetries = random.nextInt(3);
            deadLetter = random.nextInt(5) > 0;
            world.client.create(
                    QueueSpec.builder(QUEUE)
                            .type(priority ? QueueType.PRIORITY : QueueType.FIFO)
                            .maxDepth(30)
                            .maxRetries(maxRetries)
                            .deadLetter(deadLetter)
                            .singleActive(random.nextInt(5) == 0)
                            .backoff(Duration.ofMillis(random.nextInt(2) * 100L))
                            .ackTimeout(Duration.ofSeconds(2))
                            .build());
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                step();
                check();
            }
            drain();
        }

        private void step() {
            switch (random.nextInt(14)) {
                case 0, 1, 2 -> send();
                case 3 -> join();
                case 4 -> leave();
                case 5, 6 -> settleOne(true);
                case 7 -> settleOne(false);
                case 8 -> pass();
                case 9 -> {
                    log.add("settle");
                    while (world.step()) {
                        continue;
                    }
                }
                case 10 -> world.step();
                case 11 -> pauseOrPurge();
                case 12 -> redrive();
                default -> extend();
            }
        }

        private void send() {
            QueueMessage message = QueueMessage.of("m" + number++).priority(random.nextInt(3));
            if (random.nextInt(4) == 0) {
                message = message.orderingKey("k" + random.nextInt(2));
            }
            if (random.nextInt(5) == 0) {
                message = message.delay(Duration.ofMillis(random.nextInt(1000)));
            }
            if (random.nextInt(5) == 0) {
                message = message.timeToLive(Duration.ofMillis(1 + random.nextInt(3000)));
            }
            switch (random.nextInt(8)) {
                case 0 -> message = message.guarantee(Guarantee.BROADCAST);
                case 1 ->
                        message =
                                message.guarantee(Guarantee.QUORUM)
                                        .requiredAcks(1 + random.nextInt(3));
                case 2 -> message = message.guarantee(Guarantee.EXACTLY_ONCE);
                default -> {}
            }
            log.add("send " + message.guarantee() + " " + message.payload());
            long held = world.engine.queue(QUEUE).orElseThrow().load();
            try {
                Ulid id = world.client.send(QUEUE, message).messageId();
                assertThat(held).isLessThan(30);
                sent.put(id, new Sent(message));
            } catch (MpregLimitException e) {
                assertThat(held).isEqualTo(30);
            }
        }

        private void join() {
            if (members.size() >= 6) {
                return;
            }
            String group = random.nextInt(3) == 0 ? "g" + random.nextInt(2) : "";
            groups.add(group);
            log.add("join " + group);
            members.add(new Member(group, 1 + random.nextInt(4)));
        }

        private void leave() {
            if (!members.isEmpty()) {
                log.add("leave");
                Member member = members.remove(random.nextInt(members.size()));
                member.consumer.close();
                member.open.forEach(
                        d -> assertThat(d.ack().toCompletableFuture().join()).isFalse());
            }
        }

        private Optional<Delivery<String>> any() {
            List<Delivery<String>> open = new ArrayList<>();
            members.forEach(m -> open.addAll(m.open));
            return open.isEmpty()
                    ? Optional.empty()
                    : Optional.of(open.get(random.nextInt(open.size())));
        }

        private void settleOne(boolean ack) {
            any().ifPresent(delivery -> settle(delivery, ack));
        }

        private void settle(Delivery<String> delivery, boolean ack) {
            members.forEach(m -> m.open.remove(delivery));
            boolean counted;
            if (ack) {
                log.add("ack " + delivery.body());
                counted = delivery.ack().toCompletableFuture().join();
                if (counted) {
                    sent.get(delivery.messageId()).acks++;
                }
            } else {
                Refusal refusal =
                        switch (random.nextInt(4)) {
                            case 0 -> Refusal.deadLetter("bad");
                            case 1 -> Refusal.delay(Duration.ofMillis(random.nextInt(500)), "x");
                            default -> Refusal.requeue("no");
                        };
                log.add("nack " + refusal.action() + " " + delivery.body());
                delivery.nack(refusal);
            }
            assertThat(delivery.ack().toCompletableFuture().join()).isFalse();
        }

        private void extend() {
            any().ifPresent(d -> d.extend(Duration.ofMillis(random.nextInt(4000))));
        }

        private void pass() {
            long millis = random.nextInt(1500);
            log.add("pass " + millis);
            world.time.advance(Duration.ofMillis(millis));
        }

        private void pauseOrPurge() {
            switch (random.nextInt(5)) {
                case 0 -> world.client.pause(QUEUE);
                case 1 -> {
                    log.add("purge");
                    long depth = world.stats(QUEUE).depth();
                    assertThat(world.client.purge(QUEUE)).isEqualTo(depth);
                    assertThat(world.stats(QUEUE).depth()).isZero();
                }
                default -> world.client.resume(QUEUE);
            }
        }

        private void redrive() {
            log.add("redrive");
            long room = 30 - world.engine.queue(QUEUE).orElseThrow().load();
            if (room > 0) {
                world.client.redrive(QUEUE, List.of(), Optional.empty());
            }
        }

        private void check() {
            QueueValidator.check(world.engine.queue(QUEUE).orElseThrow());
        }

        /** Takes and acknowledges all there is; then nothing may be left. */
        private void drain() {
            log.add("drain");
            world.client.resume(QUEUE);
            groups.add("");
            groups.forEach(group -> members.add(new Member(group, 100)));
            members.add(new Member("", 100));
            members.add(new Member("", 100));
            members.add(new Member("", 100));
            for (int round = 0; round < 60; round++) {
                while (world.step()) {
                    continue;
                }
                for (Member member : members) {
                    List.copyOf(member.open).forEach(d -> settle(d, true));
                }
                world.time.advance(Duration.ofMillis(500));
                check();
            }
            QueueStats stats = world.stats(QUEUE);
            assertThat(stats.depth()).isZero();
            assertThat(stats.inFlight()).isZero();
            world.client.purgeDeadLetters(QUEUE);
            assertThat(world.store().size()).isZero();
            assertThat(world.engine.queue(QUEUE).orElseThrow().load()).isZero();
            long acks = sent.values().stream().mapToLong(s -> s.acks).sum();
            assertThat(stats.acknowledged()).isEqualTo(acks);
        }

        private final class Member {
            final List<Delivery<String>> open = new ArrayList<>();
            final int prefetch;
            final Consumer consumer;

            Member(String group, int prefetch) {
                this.prefetch = prefetch;
                ConsumerSpec spec = ConsumerSpec.of(QUEUE).prefetch(prefetch);
                consumer =
                        world.client.<String>consume(
                                group.isEmpty() ? spec : spec.group(group),
                                String.class,
                                this::delivered);
            }

            private void delivered(Delivery<String> delivery) {
                log.add("got " + delivery.body() + " #" + delivery.attempt());
                Sent message = sent.get(delivery.messageId());
                assertThat(message).isNotNull();
                assertThat(delivery.attempt()).isBetween(1, maxRetries + 1);
                open.add(delivery);
            }
        }
    }

    private static final class Sent {
        final QueueMessage message;
        int acks;

        Sent(QueueMessage message) {
            this.message = message;
        }
    }
}
