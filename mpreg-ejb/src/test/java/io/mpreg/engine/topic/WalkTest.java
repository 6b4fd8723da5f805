package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The ways through a tree find the same. */
class WalkTest {

    private static final String[] WORDS = {
        "a", "b", "a-longer-word", "over-twenty-characters-long"
    };

    private final Tree tree = new Tree();
    private final TreeEditor editor = new TreeEditor(tree);
    private final Walk walk = new Walk(tree);
    private final Descent descent = new Descent(tree, new Tails(tree));

    @Test
    void allWaysFindTheSame() {
        for (long seed = 1; seed <= 300; seed++) {
            Random random = new Random(seed);
            List<String> patterns = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                patterns.add(text(random, random.nextInt(3)));
                editor.add(patterns.get(i), "value");
            }
            for (int i = 0; i < 30; i++) {
                TopicName topic = TopicName.of(text(random, 0));
                List<Integer> found = found(topic, false);
                assertThat(found(topic, true)).as("seed %d, %s", seed, topic).isEqualTo(found);
                assertThat(found)
                        .as("seed %d, %s", seed, topic)
                        .hasSize(
                                (int)
                                        patterns.stream()
                                                .distinct()
                                                .filter(p -> TopicPattern.of(p).matches(topic))
                                                .count());
                int count = descent.find(topic);
                if (count >= 0) {
                    int[] few = new int[count];
                    Arrays.setAll(few, descent::found);
                    assertThat(sorted(few, count)).as("seed %d, %s", seed, topic).isEqualTo(found);
                }
            }
            patterns.forEach(pattern -> editor.remove(pattern, "value"));
        }
    }

    @Test
    void edgesThatLookAlikeAreToldApart() {
        List<String> alike = alike();
        String one = alike.get(0);
        String other = alike.get(1);
        fill(one);
        fill(other);
        editor.add(one + ".a.b", "value");
        editor.add(one + ".a.c", "value");
        assertThat(found(TopicName.of(other + ".a.b"), false)).isEmpty();
        assertThat(found(TopicName.of(one + ".a.b"), false)).hasSize(1);
        editor.add(other + ".a.b", "value");
        editor.add(other + ".a.d", "value");
        editor.add(other + ".*.b", "value");
        assertThat(found(TopicName.of(other + ".a.b"), false)).hasSize(2);
        assertThat(found(TopicName.of(other + ".a.c"), false)).isEmpty();
        assertThat(found(TopicName.of(one + ".a.c"), false)).hasSize(1);
        editor.remove(one + ".a.b", "value");
        editor.remove(one + ".a.c", "value");
        assertThat(found(TopicName.of(other + ".a.b"), false)).hasSize(2);
        assertThat(found(TopicName.of(one + ".a.b"), false)).isEmpty();
    }

    /** Makes an inner node of what a segment leads to. */
    private void fill(String segment) {
        for (int i = 0; i <= NodeSlab.LARGEST_BUNCH; i++) {
            editor.add(segment + ".filler." + i, "value");
        }
    }

    /** Two segments whose edges from the root have the same tag, and the same place. */
    private List<String> alike() {
        long[] small = new long[32];
        Map<List<Long>, String> known = new HashMap<>();
        for (int i = 0; ; i++) {
            String segment = "s" + Integer.toString(i, 36);
            long mark = SlotTable.mark(tree.nodes.mark(Tree.ROOT), TopicName.of(segment).key(0));
            List<Long> alike = List.of(mark >>> SlotTable.TAG, (long) SlotTable.place(small, mark));
            String before = known.put(alike, segment);
            if (before != null) {
                return List.of(before, segment);
            }
        }
    }

    @Test
    void aDescentTellsEdgesThatLookAlikeApartItself() {
        List<String> alike = alike();
        for (String segment : alike) {
            fill(segment);
            editor.add(segment + ".a.b", "value");
        }
        for (String segment : alike) {
            TopicName topic = TopicName.of(segment + ".a.b");
            assertThat(descent.find(topic)).isEqualTo(1);
            assertThat(List.of(descent.found(0))).isEqualTo(found(topic, true));
            assertThat(descent.find(TopicName.of(segment + ".a.c"))).isZero();
        }
    }

    @Test
    void findsAllInATreeWithoutFilter() {
        Random random = new Random(1);
        Set<String> patterns = new HashSet<>();
        while (patterns.size() < 180_000) {
            List<String> segments =
                    new ArrayList<>(List.of(word(random), word(random), word(random)));
            if (random.nextInt(4) == 0) {
                segments.set(random.nextInt(3), "*");
            }
            if (random.nextInt(8) == 0) {
                segments.set(2, "#");
            }
            patterns.add(String.join(".", segments));
        }
        patterns.forEach(pattern -> editor.add(pattern, "value"));
        assertThat(tree.edges.filters()).isEmpty();
        for (int i = 0; i < 3_000; i++) {
            String[] words = {word(random), word(random), word(random)};
            Set<String> matching = new HashSet<>();
            for (int stars = 0; stars < 8; stars++) {
                String one = (stars & 1) == 0 ? words[0] : "*";
                String two = (stars & 2) == 0 ? words[1] : "*";
                String three = (stars & 4) == 0 ? words[2] : "*";
                matching.addAll(List.of(one + "." + two + "." + three, one + "." + two + ".#"));
            }
            matching.retainAll(patterns);
            TopicName topic = TopicName.of(String.join(".", words));
            List<Integer> found = found(topic, false);
            assertThat(found).as("%s", topic).hasSize(matching.size());
            assertThat(found(topic, true)).as("%s", topic).isEqualTo(found);
        }
    }

    @Test
    void whoBeganBeforePatternsMovedFurtherDownFindsThem() {
        for (int i = 0; i < NodeSlab.LARGEST_BUNCH; i++) {
            editor.add("a.b" + i + ".c", "value");
        }
        Start before = tree.levels.start();
        editor.add("a.b.c", "value");
        TopicName topic = TopicName.of("a.b1.c");
        assertThat(found(walk.search(topic, before))).isEqualTo(found(topic, true)).hasSize(1);
    }

    @Test
    void whoBeganBeforePatternsMovedFurtherUpFindsThemOnce() {
        fill("a");
        editor.add("a", "value");
        Start before = tree.levels.start();
        editor.remove("a.filler.0", "value");
        editor.remove("a.filler.1", "value");
        TopicName stays = TopicName.of("a.filler.2");
        assertThat(found(walk.search(stays, before))).isEqualTo(found(stays, true)).hasSize(1);
        TopicName gone = TopicName.of("a.filler.1");
        assertThat(found(walk.search(gone, before))).isEmpty();
    }

    @Test
    void edgesKeptForReadersAtAFormerNodeAreNotFollowed() {
        for (int i = 0; i <= NodeSlab.LARGEST_BUNCH; i++) {
            editor.add("a.b" + i, "value");
        }
        editor.remove("a.b0", "value");
        editor.remove("a.b1", "value");
        editor.add("a.c", "value");
        editor.add("a.d", "value");
        TopicName gone = TopicName.of("a.b1");
        assertThat(found(gone, false)).isEmpty();
        assertThat(found(gone, true)).isEmpty();
        assertThat(descent.find(gone)).isZero();
        assertThat(found(TopicName.of("a.b2"), false)).hasSize(1);
    }

    private static String word(Random random) {
        return "w" + random.nextInt(80);
    }

    private List<Integer> found(TopicName topic, boolean careful) {
        int count = careful ? walk.searchWithCare(topic) : walk.search(topic, tree.levels.start());
        return found(count);
    }

    private List<Integer> found(int count) {
        int[] found = new int[count];
        for (int i = 0; i < count; i++) {
            found[i] = walk.found(i);
        }
        return sorted(found, count);
    }

    private static List<Integer> sorted(int[] found, int count) {
        return Arrays.stream(found, 0, count).sorted().boxed().toList();
    }

    private static String text(Random random, int wildcards) {
        List<String> segments = new ArrayList<>();
        int length = 1 + random.nextInt(7);
        for (int i = 0; i < length; i++) {
            int kind = random.nextInt(8);
            segments.add(
                    kind < wildcards && kind < 2
                            ? kind == 0 ? "*" : "#"
                            : WORDS[random.nextInt(WORDS.length)]);
        }
        return String.join(".", segments);
    }
}
