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
                                if (log.size() > 1 + i / 2_000) {
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
            List<Long> past =
                    seen.stream().map(kept -> kept.order).filter(order -> order < before).toList();
            for (int i = 0; i < past.size(); i++) {
                assertThat(past.get(i)).as("without a gap").isEqualTo(before - past.size() + i);
            }
            assertThat(seen).doesNotHaveDuplicates();
        }
        writer.join();
    }

    /**
     * Messages that leave while a reader is at work are the oldest of those that it does not see.
     */
    @Test
    void aReaderThatIsOvertakenSeesNoGap() {
        for (int pause = 1; pause < 50; pause++) {
            TopicLog log = new TopicLog();
            for (int i = 0; i < 50; i++) {
                log.add(kept(i));
            }
            int stop = pause;
            int[] next = {50};
            List<Kept> seen =
                    new ArrayList<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        public boolean add(Kept kept) {
                            for (int i = 0; size() == stop && i < 37; i++) {
                                log.add(kept(next[0]++));
                                log.removeOldest();
                            }
                            return super.add(kept);
                        }
                    };
            log.copyTo(seen);
            List<Long> past =
                    seen.stream().map(kept -> kept.order).filter(order -> order < 50).toList();
            assertThat(past).as("overtaken after " + pause).isNotEmpty();
            for (int i = 0; i < past.size(); i++) {
                assertThat(past.get(i)).as("after " + pause).isEqualTo(50L - past.size() + i);
            }
        }
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
