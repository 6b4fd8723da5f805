package io.mpreg.engine.issues;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import io.mpreg.engine.topic.TopicTable;
import io.mpreg.engine.topic.TrieTable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * A match that was at work while the last pattern with some segment went could make later ones miss
 * patterns with that segment that were filed again.
 */
class FiledAgainAndNotFoundTest {

    private static final int READERS = 2;
    private static final int ROUNDS = 300;

    private final TopicTable<String> table = new TrieTable<>();
    private final AtomicReference<TopicName> present = new AtomicReference<>();
    private final AtomicInteger[] looks = {new AtomicInteger(), new AtomicInteger()};
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void whatWasFiledBeforeAMatchIsFound() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(READERS + 1);
        try {
            List<Future<?>> others = new ArrayList<>();
            for (AtomicInteger look : looks) {
                others.add(threads.submit(() -> read(look)));
            }
            others.add(threads.submit(this::disturb));
            for (int round = 0; round < ROUNDS; round++) {
                String text = "room." + round % 3 + (round % 2 == 0 ? ".door" : "");
                TopicPattern pattern = TopicPattern.of(text);
                table.add(pattern, "kept");
                present.set(TopicName.of(text));
                awaitLooks(others);
                present.set(null);
                table.remove(pattern, "kept");
            }
            done.set(true);
            for (Future<?> other : others) {
                other.get();
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        assertThat(table.size()).isZero();
    }

    /** Until every reader has begun and ended a match, or one has failed. */
    private void awaitLooks(List<Future<?>> others) {
        int[] before = {looks[0].get(), looks[1].get()};
        for (int i = 0; i < READERS; i++) {
            while (looks[i].get() - before[i] < 2 && others.stream().noneMatch(Future::isDone)) {
                Thread.yield();
            }
        }
    }

    private void read(AtomicInteger look) {
        TopicName last = TopicName.of("room.0");
        while (!done.get()) {
            TopicName before = present.get();
            last = before == null ? last : before;
            List<String> found = new ArrayList<>();
            table.values(last, found::add);
            if (before != null && present.get() == before && !found.contains("kept")) {
                throw new AssertionError(before + " was filed before, but not found: " + found);
            }
            look.incrementAndGet();
            Thread.yield();
        }
    }

    /** Other values of the same patterns, and patterns beside them, come and go. */
    private void disturb() {
        List<TopicPattern> patterns =
                List.of(
                        TopicPattern.of("room.*"),
                        TopicPattern.of("room.0"),
                        TopicPattern.of("room.1.door"),
                        TopicPattern.of("#.door"),
                        TopicPattern.of("room.2.window"));
        while (!done.get()) {
            patterns.forEach(pattern -> table.add(pattern, "passing"));
            patterns.forEach(pattern -> table.remove(pattern, "passing"));
            Thread.yield();
        }
    }
}
