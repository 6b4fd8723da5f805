package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The table against the model, and the model against wrong tables. */
class TopicTablePropertyTest {

    private static final int STEPS = 50;
    private static final int CASES = Integer.getInteger("mpreg.topic.cases", 100_000);

    @Test
    void behavesLikeTheModel() {
        long first = Long.getLong("mpreg.topic.seed", 1);
        for (long seed = first; seed < first + CASES / STEPS; seed++) {
            TrieTable<Integer> table = new TrieTable<>();
            TableScript script = new TableScript(seed, table);
            script.run(STEPS);
            script.empty();
            assertThat(table.nodes()).as("nodes, seed %d", seed).isEqualTo(1);
            assertThat(table.patterns()).as("patterns, seed %d", seed).isZero();
        }
    }

    @Test
    void oneLongLifeBehavesLikeTheModel() {
        TableScript script = new TableScript(4711, new TrieTable<>());
        script.run(5_000);
        script.empty();
    }

    @Test
    void theShapeDependsOnThePatternsOnly() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<TopicPattern> kept = patterns(random, 40, 6);
            List<TopicPattern> passing = patterns(random, 200, 8);
            TrieTable<Integer> plain = new TrieTable<>();
            kept.forEach(pattern -> plain.add(pattern, 1));

            TrieTable<Integer> busy = new TrieTable<>();
            passing.forEach(pattern -> busy.add(pattern, 2));
            Collections.shuffle(kept, random);
            kept.forEach(pattern -> busy.add(pattern, 1));
            Collections.shuffle(passing, random);
            passing.forEach(pattern -> busy.remove(pattern, 2));
            assertThat(busy.nodes()).as("seed %d", seed).isEqualTo(plain.nodes());
        }
    }

    @Test
    void catchesAMatcherWhoseHashStandsForAtLeastOneSegment() {
        assertCaught(
                () ->
                        new NaiveTable<>() {
                            @Override
                            boolean matches(List<String> pattern, List<String> topic) {
                                return (topic.size() > 0 || !pattern.contains("#"))
                                        && super.matches(pattern, topic);
                            }
                        });
    }

    @Test
    void catchesAMatcherThatForgetsTheSecondHash() {
        assertCaught(
                () ->
                        new NaiveTable<>() {
                            @Override
                            boolean matches(List<String> pattern, List<String> topic) {
                                return pattern.stream().filter("#"::equals).count() < 3
                                        && super.matches(pattern, topic);
                            }
                        });
    }

    @Test
    void catchesATableThatLosesTheOthersOfAPatternOnRemoval() {
        assertCaught(
                () ->
                        new NaiveTable<>() {
                            @Override
                            public boolean remove(TopicPattern pattern, Integer value) {
                                boolean removed = super.remove(pattern, value);
                                if (removed) {
                                    super.remove(pattern, 1);
                                }
                                return removed;
                            }
                        });
    }

    @Test
    void catchesATableThatFindsTwice() {
        assertCaught(
                () ->
                        new NaiveTable<>() {
                            @Override
                            public void match(
                                    TopicName topic,
                                    java.util.function.BiConsumer<
                                                    ? super TopicPattern, ? super Integer>
                                            sink) {
                                super.match(
                                        topic,
                                        (pattern, value) -> {
                                            sink.accept(pattern, value);
                                            if (pattern.value().startsWith("#.#")) {
                                                sink.accept(pattern, value);
                                            }
                                        });
                            }
                        });
    }

    private static void assertCaught(Supplier<TopicTable<Integer>> wrong) {
        assertThatThrownBy(
                        () -> {
                            for (long seed = 1; seed <= 200; seed++) {
                                new TableScript(seed, wrong.get()).run(STEPS);
                            }
                        })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed");
    }

    @Test
    void manyHashesDoNotBlowUp() {
        TrieTable<Integer> table = new TrieTable<>();
        int value = 0;
        for (int hashes = 1; hashes <= 15; hashes++) {
            table.add(TopicPattern.of("#.a.".repeat(hashes) + "#.b"), value++);
            table.add(TopicPattern.of("#.*.".repeat(hashes) + "#.a"), value++);
            table.add(TopicPattern.of("#" + ".#".repeat(hashes) + ".b"), value++);
        }
        TopicName topic = TopicName.of("a" + ".a".repeat(31));
        for (int i = 0; i < 1000; i++) {
            assertThat(table.count(topic)).isEqualTo(15);
        }
    }

    private static List<TopicPattern> patterns(Random random, int count, int longest) {
        List<TopicPattern> patterns = new ArrayList<>();
        String[] words = {"a", "b", "c", "*", "#"};
        while (patterns.size() < count) {
            List<String> segments = new ArrayList<>();
            int length = 1 + random.nextInt(longest);
            for (int i = 0; i < length; i++) {
                segments.add(words[random.nextInt(words.length)]);
            }
            TopicPattern pattern = TopicPattern.of(String.join(".", segments));
            if (!patterns.contains(pattern)) {
                patterns.add(pattern);
            }
        }
        return patterns;
    }
}
