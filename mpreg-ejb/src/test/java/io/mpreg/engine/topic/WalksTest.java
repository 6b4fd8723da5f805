package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** There is a reader for every match, however many there are, and within one another. */
class WalksTest {

    private final Tree tree = new Tree();
    private final Walks walks = new Walks(tree);

    @Test
    void aThreadGetsItsOwnReaderAgain() {
        Lookup first = walks.begin();
        assertThat(first.belongsTo(Thread.currentThread())).isTrue();
        first.close();
        Lookup second = walks.begin();
        assertThat(second).isSameAs(first);
        second.close();
    }

    @Test
    void matchesWithinMatchesHaveReadersOfTheirOwn() {
        List<Lookup> taken = new ArrayList<>();
        for (int depth = 0; depth < 20; depth++) {
            Lookup lookup = walks.begin();
            assertThat(taken).doesNotContain(lookup);
            taken.add(lookup);
        }
        taken.forEach(Lookup::close);
        assertThat(walks.begin()).isSameAs(taken.get(0));
    }

    @Test
    void moreThreadsThanReadersFindTheSame() throws Exception {
        TrieTable<String> table = new TrieTable<>();
        table.add(TopicPattern.of("a.*"), "one");
        table.add(TopicPattern.of("*.b"), "two");
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try {
            List<Future<Integer>> counts = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                counts.add(threads.submit(() -> nested(table)));
            }
            for (Future<Integer> count : counts) {
                assertThat(count.get()).isEqualTo(6);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a match finds, and what matches for each of that find. */
    private static int nested(TrieTable<String> table) {
        int[] count = new int[1];
        TopicName topic = TopicName.of("a.b");
        table.values(
                topic,
                value -> {
                    count[0]++;
                    table.match(topic, (pattern, other) -> count[0]++);
                });
        return count[0];
    }
}
