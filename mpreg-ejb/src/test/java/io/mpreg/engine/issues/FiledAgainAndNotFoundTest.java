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
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * The number of a segment was still handed out when the last pattern with that segment was about to
 * go, so that patterns filed with it afterwards were not found, or not for long.
 */
class FiledAgainAndNotFoundTest {

    private static final int ROUNDS = 5_000;

    private final TopicTable<String> table = new TrieTable<>();

    /** A number that is about to become free must not be used for what is filed meanwhile. */
    @Test
    void whatIsFiledAgainIsStillFoundWhenOthersHaveComeAndGone() {
        for (int round = 0; round < 200; round++) {
            TopicPattern pattern = TopicPattern.of("room" + round + ".door");
            table.add(pattern, "passing");
            table.remove(pattern, "passing");
            table.add(pattern, "kept");
        }
        // Others go, so that numbers become free, and come, so that these are used.
        for (int i = 0; i < 4_000; i++) {
            TopicPattern other = TopicPattern.of("passing" + i + ".window" + i);
            table.add(other, "other");
            table.remove(other, "other");
        }
        for (int i = 0; i < 1_000; i++) {
            table.add(TopicPattern.of("other" + i + ".window" + i), "other");
        }
        for (int round = 0; round < 200; round++) {
            assertThat(found("room" + round + ".door")).containsExactly("kept");
        }
        assertThat(table.size()).isEqualTo(1_200);
    }

    /** The same, while a match looks for the segment all the time. */
    @Test
    void whatIsFiledAgainWhileOthersLookForItIsFound() throws Exception {
        TopicPattern pattern = TopicPattern.of("room");
        AtomicReference<String> present = new AtomicReference<>("");
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> reader = thread.submit(() -> look(present, done));
            for (int round = 1; round <= ROUNDS && !reader.isDone(); round++) {
                table.add(pattern, "kept");
                present.set("round " + round);
                assertThat(found("room")).as("round %d", round).containsExactly("kept");
                for (int i = 0; i < round % 64; i++) {
                    Thread.onSpinWait();
                }
                present.set("");
                table.remove(pattern, "kept");
            }
            done.set(true);
            reader.get();
        } finally {
            done.set(true);
            thread.shutdownNow();
        }
        assertThat(table.size()).isZero();
    }

    private void look(AtomicReference<String> present, AtomicBoolean done) {
        TopicName room = TopicName.of("room");
        while (!done.get()) {
            String before = present.get();
            boolean found = table.matches(room);
            if (!before.isEmpty() && before.equals(present.get()) && !found) {
                throw new AssertionError(before + ": filed before, but not found");
            }
        }
    }

    private List<String> found(String topic) {
        List<String> found = new ArrayList<>();
        table.values(TopicName.of(topic), found::add);
        return found;
    }
}
