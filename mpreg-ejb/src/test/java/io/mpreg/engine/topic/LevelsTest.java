package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where a match begins. */
class LevelsTest {

    private static final int DEEP = 3;

    private final Tree tree = new Tree();
    private final TreeEditor editor = new TreeEditor(tree);

    @Test
    void passesNodesThatOnlyLeadFurther() {
        fill("a.b.c");
        fill("a.b.*");
        fill("a.*.d");
        assertThat(shapes()).containsExactly("LLL", "LL*", "L*L");
    }

    @Test
    void meetsWhatEndsAbove() {
        fill("a.b.c");
        editor.add("a", "value");
        editor.add("*.b", "value");
        assertThat(shapes()).containsExactly("L", "*", "LLL");
        editor.remove("*.b", "value");
        assertThat(shapes()).containsExactly("L", "LLL");
        editor.remove("a", "value");
        assertThat(shapes()).containsExactly("LLL");
    }

    @Test
    void meetsWhatAHashFollows() {
        fill("a.b.c");
        editor.add("#", "value");
        assertThat(shapes()).containsExactly("", "LLL");
        editor.add("a.#", "value");
        editor.add("a.b.#.z", "value");
        assertThat(shapes()).containsExactly("", "L", "LL", "LLL");
        editor.remove("#", "value");
        editor.remove("a.#", "value");
        assertThat(shapes()).containsExactly("LL", "LLL");
        editor.remove("a.b.#.z", "value");
        assertThat(shapes()).containsExactly("LLL");
    }

    @Test
    void beginsFurtherAboveWhereThereWouldBeTooMany() {
        for (String shape :
                List.of("a.b.c", "a.b.*", "a.*.c", "a.*.*", "*.b.c", "*.b.*", "*.*.c", "*.*.*")) {
            fill(shape);
        }
        assertThat(tree.levels.start().depth()).isEqualTo(DEEP);
        editor.add("a.#", "value");
        assertThat(tree.levels.start().depth()).isEqualTo(2);
        assertThat(shapes()).containsExactly("L", "LL", "L*", "*L", "**");
    }

    @Test
    void whoHasBegunNoticesThatPatternsMoveFurtherDown() {
        for (int i = 0; i < NodeSlab.LARGEST_BUNCH; i++) {
            editor.add("a.b" + i + ".c", "value");
        }
        Start start = tree.levels.start();
        assertThat(shapes()).containsExactly("L");
        editor.add("other.b.c", "value");
        assertThat(tree.levels.unmoved(start)).isTrue();
        editor.add("a.b.c", "value");
        assertThat(tree.levels.unmoved(start)).isFalse();
        assertThat(shapes()).containsExactly("L", "LL");
    }

    @Test
    void whoHasBegunNoticesThatPatternsMoveFurtherUp() {
        fill("a");
        assertThat(shapes()).containsExactly("LLL");
        Start start = tree.levels.start();
        editor.remove("a.filler.0", "value");
        assertThat(tree.levels.unmoved(start)).isFalse();
    }

    @Test
    void aMatchBeginsAtTheRootWhileEdgesAreKeptForOthers() {
        fill("a");
        editor.remove("a.filler.0", "value");
        assertThat(tree.levels.start().depth()).isZero();
        assertThat(shapes()).containsExactly("");
        reclaim();
        assertThat(tree.levels.start().depth()).isEqualTo(DEEP);
        assertThat(shapes()).containsExactly("L");
    }

    @Test
    void whatBeginsWithAStarComesFirst() {
        for (String prefix : List.of("a.b.c", "*.b.c", "a.*.c", "*.*.c")) {
            fill(prefix);
        }
        Start start = tree.levels.start();
        assertThat(start.edges(1)).isEqualTo(4);
        assertThat(start.edges(0)).isEqualTo(2);
        assertThat(Levels.beginsWithStar(start.shape(0))).isTrue();
        assertThat(Levels.beginsWithStar(start.shape(1))).isTrue();
        assertThat(Levels.beginsWithStar(start.shape(2))).isFalse();
    }

    @Test
    void nothingStaysBehind() {
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            List<String> patterns = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                patterns.add(text(random));
                editor.add(patterns.get(i), "value");
            }
            List<String> half = new ArrayList<>(patterns.subList(0, 30));
            Collections.shuffle(patterns, random);
            half.forEach(pattern -> editor.remove(pattern, "value"));
            half.forEach(pattern -> editor.add(pattern, "value"));
            patterns.forEach(pattern -> editor.remove(pattern, "value"));
            reclaim();
            assertThat(tree.levels.start().depth()).as("seed %d", seed).isEqualTo(DEEP);
            assertThat(shapes()).as("seed %d", seed).isEmpty();
        }
    }

    private void reclaim() {
        for (int i = 0; i < 6; i++) {
            tree.grace.advance();
        }
    }

    /** Makes an inner node of what some segments lead to. */
    private void fill(String prefix) {
        for (int i = 0; i <= NodeSlab.LARGEST_BUNCH; i++) {
            editor.add(prefix + ".filler." + i, "value");
        }
    }

    private static String text(Random random) {
        List<String> segments = new ArrayList<>();
        int length = 1 + random.nextInt(random.nextInt(4) == 0 ? 12 : 4);
        for (int i = 0; i < length; i++) {
            segments.add(List.of("*", "#", "a", "b", "c", "d").get(random.nextInt(6)));
        }
        return String.join(".", segments);
    }

    /** The shapes that a match of a long topic begins with, in the order of their numbers. */
    private List<String> shapes() {
        Start start = tree.levels.start();
        SortedMap<Integer, String> written = new TreeMap<>();
        if (start.root()) {
            written.put(Levels.ROOT, "");
        }
        for (int i = 0; i < start.edges(1); i++) {
            String stars = Integer.toBinaryString(start.shape(i)).substring(1);
            written.put(start.shape(i), stars.replace('0', 'L').replace('1', '*'));
        }
        return List.copyOf(written.values());
    }
}
