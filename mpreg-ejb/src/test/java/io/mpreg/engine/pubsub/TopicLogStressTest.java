package io.mpreg.engine.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Guarantee;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.Payload;
import io.mpreg.api.Priority;
import io.mpreg.api.Ulid;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.topic.TopicName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TopicLogStressTest {

    private static final long SEED = 4_711;
    private static final int MESSAGES = 200_000;

    @Test
    void holdsWhatAQueueWouldHold() {
        Random random = new Random(SEED);
        TopicLog log = new TopicLog();
        Deque<Kept> model = new ArrayDeque<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(5) < (i / 2_000 % 2 == 0 ? 3 : 2)) {
                Kept kept = kept(i);
                log.add(kept);
                model.addLast(kept);
            } else if (!model.isEmpty()) {
                assertThat(log.removeOldest()).isEqualTo(model.removeFirst().bytes);
            }
            assertThat(log.size()).as("seed " + SEED).isEqualTo(model.size());
            assertThat(log.newest()).as("seed " + SEED).isSameAs(model.peekLast());
            if (i % 100 == 0) {
                List<Kept> all = new ArrayList<>();
                log.copyTo(all);
                assertThat(all).as("seed " + SEED).containsExactlyElementsOf(model);
            }
        }
    }

    /** What was there before a reader began, and stayed, is there once. */
    @Test
    void aReaderSeesEachMessageOnce() {
        TopicLog log = new TopicLog();
        AtomicLong added = new AtomicLong();
        AtomicLong removed = new AtomicLong();
        CompletableFuture<Void> writer =
                CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < MESSAGES; i++) {
                                log.add(kept(i));
                                added.set(i + 1);
                                if (log.size() > 1 + i / 100) {
                                    removed.incrementAndGet();
                                    log.removeOldest();
                                }
                            }
                        });
        while (!writer.isDone()) {
            long before = added.get();
            List<Kept> seen = new ArrayList<>();
            log.copyTo(seen);
            long gone = removed.get();
            List<Long> orders =
                    seen.stream()
                            .map(kept -> kept.order)
                            .filter(order -> order >= gone && order < before)
                            .sorted()
                            .toList();
            for (int i = 0; i < orders.size(); i++) {
                assertThat(orders.get(i)).isEqualTo(gone + i);
            }
            assertThat((long) orders.size()).isEqualTo(Math.max(0, before - gone));
            assertThat(seen).doesNotHaveDuplicates();
        }
        writer.join();
    }

    private static Kept kept(int number) {
        return new Kept(
                new UnifiedMessage(
                        new Ulid(0, number),
                        TopicName.of("a"),
                        MessageKind.PUBSUB,
                        Guarantee.FIRE_AND_FORGET,
                        Priority.NORMAL,
                        Payload.NULL,
                        Headers.NONE,
                        Provenance.local(MpregSystem.PUBSUB, "c"),
                        number,
                        UnifiedMessage.NO_DEADLINE),
                number);
    }
}
