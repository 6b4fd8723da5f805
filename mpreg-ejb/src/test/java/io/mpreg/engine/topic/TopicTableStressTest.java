package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Under real threads: what stays is always found, once, while all around it changes. {@code
 * -Dmpreg.topic.rounds=} lets it go on for longer.
 */
class TopicTableStressTest {

    private static final String[] WORDS = {"a", "b", "c", "d", "long-segment-of-a-name"};
    private static final int ROUNDS = Integer.getInteger("mpreg.topic.rounds", 150);
    private static final int TOPICS = 256;

    /** With so many patterns the edges are in many parts; with more there is no filter. */
    private static final int MANY = 20_000;

    private static final int VERY_MANY = 140_000;

    private int hashes = 1;

    /** How many other patterns there are, and how often they come and go. */
    private int others;

    private int turns;

    @Test
    void whatStaysIsFoundWhileTheRestChanges() throws Exception {
        changeAndRead();
    }

    /** So small trees are searched one branch after the other. */
    @Test
    void whatStaysIsFoundWhereOnlyStarsBranch() throws Exception {
        hashes = 0;
        changeAndRead();
    }

    @Test
    void whatStaysIsFoundInALargeTable() throws Exception {
        others = MANY;
        changeAndRead();
    }

    @Test
    void whatStaysIsFoundInAVeryLargeTable() throws Exception {
        others = VERY_MANY;
        changeAndRead();
    }

    @Test
    void whatStaysIsFoundWhileTheTableBecomesLargeAndSmall() throws Exception {
        others = MANY;
        turns = 20;
        changeAndRead();
    }

    @Test
    void whatStaysIsFoundWhileTheTableBecomesVeryLargeAndSmall() throws Exception {
        others = VERY_MANY;
        turns = 3;
        changeAndRead();
    }

    private void changeAndRead() throws Exception {
        TrieTable<String> table = new TrieTable<>();
        addOthers(table);
        SplittableRandom random = new SplittableRandom(1);
        Set<TopicPattern> kept = patterns(random, 300);
        kept.forEach(pattern -> table.add(pattern, "kept"));
        int nodes = table.nodes();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicBoolean done = new AtomicBoolean();
        try {
            List<Future<?>> readers = new ArrayList<>();
            for (int r = 0; r < 2; r++) {
                long seed = r;
                readers.add(threads.submit(() -> read(table, kept, seed, done)));
            }
            readers.add(threads.submit(() -> sweep(table, kept, done)));
            write(table, kept);
            done.set(true);
            for (Future<?> reader : readers) {
                reader.get();
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        assertThat(table.nodes()).isEqualTo(nodes);
        assertThat(table.size()).isEqualTo(kept.size() + others);
        kept.forEach(pattern -> table.remove(pattern, "kept"));
        removeOthers(table);
        assertThat(table.nodes()).isEqualTo(1);
    }

    private void write(TrieTable<String> table, Set<TopicPattern> kept) {
        SplittableRandom random = new SplittableRandom(99);
        for (int round = 0; round < ROUNDS; round++) {
            List<TopicPattern> passing = new ArrayList<>(patterns(random, 400));
            for (TopicPattern pattern : passing) {
                table.add(pattern, "passing");
                if (random.nextInt(4) == 0) {
                    table.add(pattern, "second");
                }
            }
            Collections.shuffle(passing, new java.util.Random(round));
            for (TopicPattern pattern : passing) {
                table.remove(pattern, "second");
                table.remove(pattern, "passing");
            }
            if (turns > 0 && round % Math.max(1, ROUNDS / turns) == 0) {
                removeOthers(table);
                addOthers(table);
            }
        }
    }

    private void addOthers(TrieTable<String> table) {
        for (int i = 0; i < others; i++) {
            table.add(other(i), "other");
        }
    }

    private void removeOthers(TrieTable<String> table) {
        for (int i = 0; i < others; i++) {
            table.remove(other(i), "other");
        }
    }

    private static TopicPattern other(int number) {
        return TopicPattern.of("other." + number + ".*");
    }

    /** What is expected is known beforehand, so that a reader is at a match most of the time. */
    private void read(
            TrieTable<String> table, Set<TopicPattern> kept, long seed, AtomicBoolean done) {
        SplittableRandom random = new SplittableRandom(seed);
        List<TopicName> topics = new ArrayList<>();
        List<Set<TopicPattern>> expected = new ArrayList<>();
        for (int i = 0; i < TOPICS; i++) {
            TopicName topic = TopicName.of(text(random, false));
            topics.add(topic);
            expected.add(kept.stream().filter(p -> p.matches(topic)).collect(Collectors.toSet()));
        }
        Set<TopicPattern> found = new HashSet<>();
        for (int i = 0; !done.get(); i = (i + 1) % TOPICS) {
            TopicName topic = topics.get(i);
            table.match(
                    topic,
                    (pattern, value) -> {
                        if (!pattern.matches(topic)) {
                            throw new AssertionError(pattern + " does not match " + topic);
                        }
                        if (value.equals("kept") && !found.add(pattern)) {
                            throw new AssertionError(pattern + " was found twice for " + topic);
                        }
                    });
            if (!found.equals(expected.get(i))) {
                throw new AssertionError(
                        topic + " found " + found + " instead of " + expected.get(i));
            }
            found.clear();
        }
    }

    private static void sweep(TrieTable<String> table, Set<TopicPattern> kept, AtomicBoolean done) {
        while (!done.get()) {
            Set<TopicPattern> seen = new HashSet<>();
            table.forEach(
                    (pattern, value) -> {
                        if (value.equals("kept") && !seen.add(pattern)) {
                            throw new AssertionError(pattern + " came twice");
                        }
                    });
            if (!seen.equals(kept)) {
                throw new AssertionError("a sweep met " + seen.size() + " of " + kept.size());
            }
        }
    }

    private Set<TopicPattern> patterns(SplittableRandom random, int count) {
        Set<TopicPattern> patterns = new HashSet<>();
        while (patterns.size() < count) {
            patterns.add(TopicPattern.of(text(random, true)));
        }
        return patterns;
    }

    private String text(SplittableRandom random, boolean wildcards) {
        int length = 1 + random.nextInt(9);
        List<String> segments = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            int kind = wildcards ? random.nextInt(12) : 11;
            segments.add(
                    kind < hashes ? "#" : kind < 3 ? "*" : WORDS[random.nextInt(WORDS.length)]);
        }
        return String.join(".", segments);
    }
}
