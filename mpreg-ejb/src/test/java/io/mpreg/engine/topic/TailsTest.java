package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A leaf proves by its pattern that it was met on the right way. */
class TailsTest {

    private static final String TWENTY = "abcdefghijklmnopqrst";

    private final Tree tree = new Tree();
    private final TreeEditor editor = new TreeEditor(tree);
    private final Tails tails = new Tails(tree);

    @Test
    void whatMatchesIsFoundOnItsOwnWayOnly() {
        int leaf = leaf("*.b.c.d");
        TopicName topic = TopicName.of("a.b.c.d");
        assertThat(matches(leaf, topic, 1, 0b1)).isTrue();
        assertThat(matches(leaf, topic, 1, 0)).as("a '*' that was not taken").isFalse();
        assertThat(matches(leaf, topic, 2, 0b11)).as("a '*' that is not there").isFalse();
        assertThat(matches(leaf, topic, 2, 0b1)).as("further down").isFalse();
        assertThat(matches(leaf, TopicName.of("a.b.c.x"), 1, 0b1)).isFalse();
        assertThat(matches(leaf, TopicName.of("a.b.c"), 1, 0b1)).isFalse();
        assertThat(matches(leaf, TopicName.of("a.b.c.d.e"), 1, 0b1)).isFalse();
        assertThat(matches(leaf, TopicName.of("a.b.c"), 0, 0)).as("from above").isFalse();
    }

    @Test
    void aLiteralIsNotFoundOnTheWayOfAStar() {
        TopicName topic = TopicName.of("b.c.d");
        for (String pattern : new String[] {"b.c.d", "b.c.#"}) {
            assertThat(matches(leaf(pattern), topic, 1, 0)).as(pattern).isTrue();
            assertThat(matches(leaf(pattern), topic, 1, 0b1)).as(pattern).isFalse();
        }
    }

    @Test
    void theSameWithAHashAtTheEnd() {
        int leaf = leaf("*.b.c.#");
        for (String text : new String[] {"a.b.c", "a.b.c.d", "a.b.c.d.e.f.g.h"}) {
            TopicName topic = TopicName.of(text);
            assertThat(matches(leaf, topic, 1, 0b1)).as(text).isTrue();
            assertThat(matches(leaf, topic, 1, 0)).as(text).isFalse();
            assertThat(matches(leaf, topic, 2, 0b11)).as(text).isFalse();
            assertThat(matches(leaf, topic, 2, 0b1)).as(text).isFalse();
        }
        assertThat(matches(leaf, TopicName.of("a.b"), 1, 0b1)).isFalse();
        assertThat(matches(leaf, TopicName.of("a.x.c"), 1, 0b1)).isFalse();
    }

    @Test
    void theSameWithAHashBetween() {
        int leaf = leaf("*.b.#.d.#");
        assertThat(matches(leaf, TopicName.of("a.b.d"), 1, 0b1)).isTrue();
        assertThat(matches(leaf, TopicName.of("a.b.c.c.d.e"), 1, 0b1)).isTrue();
        assertThat(matches(leaf, TopicName.of("a.b.c.c"), 1, 0b1)).isFalse();
        assertThat(matches(leaf, TopicName.of("a.x.d"), 1, 0b1)).isFalse();
    }

    @Test
    void aLeafOfAnotherNodeDoesNotMatch() {
        int leaf = leaf("*.b.c.d");
        int[] chunk = tree.nodes.chunk(leaf);
        TopicName topic = TopicName.of("a.b.c.d");
        assertThat(tails.matchWhole(chunk, leaf, Tree.ROOT, topic, 1, 1)).isTrue();
        assertThat(tails.matchWhole(chunk, leaf, Tree.ROOT + 1, topic, 1, 1)).isFalse();
    }

    @Test
    void longSegmentsOfTheSameKeyAreToldApart() {
        String twin = twin();
        for (String end : new String[] {"", ".#"}) {
            int leaf = leaf("*." + TWENTY + end);
            assertThat(matches(leaf, TopicName.of("a." + TWENTY), 1, 0b1)).isTrue();
            assertThat(matches(leaf, TopicName.of("a." + twin), 1, 0b1)).as(twin).isFalse();
        }
    }

    /** Another segment of twenty characters with the same key. */
    private static String twin() {
        long key = TopicName.of(TWENTY).key(0);
        for (Random random = new Random(1); ; ) {
            StringBuilder end = new StringBuilder();
            for (int i = 0; i < TWENTY.length() / 2; i++) {
                end.append((char) ('a' + random.nextInt(26)));
            }
            long second = SegmentKeys.second(TWENTY.substring(0, end.length()) + end, 0);
            StringBuilder text = new StringBuilder();
            try {
                SegmentKeys.append(key, second, text);
            } catch (StringIndexOutOfBoundsException e) {
                // No ten characters have that number.
                continue;
            }
            boolean valid = text.length() == TWENTY.length() && text.indexOf("#") < 0;
            if (valid && text.indexOf("*") < 0 && TopicName.of(text.toString()).key(0) == key) {
                return text.toString();
            }
        }
    }

    /** The leaf of a pattern, at an edge of the root. */
    private int leaf(String pattern) {
        editor.add(pattern, "value");
        int[] path = new int[TopicGrammar.MAX_SEGMENTS + 1];
        tree.segments.find(pattern, path);
        int leaves = tree.child(Tree.ROOT, path[0]);
        for (int i = 0; i < Tree.count(leaves); i++) {
            int leaf = (leaves & Tree.NODE) + i;
            if (tree.pattern(leaf, path).value().equals(pattern)) {
                return leaf;
            }
        }
        throw new AssertionError(pattern);
    }

    private boolean matches(int leaf, TopicName topic, int taken, int stars) {
        return tails.matchWhole(tree.nodes.chunk(leaf), leaf, 0, topic, taken, stars);
    }
}
