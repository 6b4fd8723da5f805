package io.mpreg.engine.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leaves side by side whose records have to become wider, and may become narrow again. */
class BunchTest {

    /** More segments than a narrow record can name. */
    private static final int MANY = (1 << 16) + 10;

    private final TrieTable<String> table = new TrieTable<>();

    @Test
    void segmentsWithHighNumbersStandBesideOthers() {
        for (int i = 0; i < MANY; i++) {
            add("s" + i);
        }
        String high = "s" + (MANY - 1);
        add("s1.s2.s3");
        add("s1.s2.*");
        assertThat(found("s1.s2.s3")).containsExactlyInAnyOrder("s1.s2.s3", "s1.s2.*");

        add("s1.s2." + high);
        assertThat(found("s1.s2.s3")).containsExactlyInAnyOrder("s1.s2.s3", "s1.s2.*");
        assertThat(found("s1.s2." + high)).containsExactlyInAnyOrder("s1.s2." + high, "s1.s2.*");

        add("s1." + high + ".#");
        add("s1.#." + high);
        assertThat(found("s1.s2." + high))
                .containsExactlyInAnyOrder("s1.s2." + high, "s1.s2.*", "s1.#." + high);
        assertThat(found("s1." + high))
                .containsExactlyInAnyOrder("s1." + high + ".#", "s1.#." + high);

        remove("s1.s2." + high);
        remove("s1.#." + high);
        assertThat(found("s1.s2." + high)).containsExactly("s1.s2.*");
        assertThat(found("s1.s2.s3")).containsExactlyInAnyOrder("s1.s2.s3", "s1.s2.*");
        assertThat(found(high)).containsExactly(high);
    }

    @Test
    void theLongestTailsStandBesideOthers() {
        add("a.b.c.d.e");
        assertThat(found("a.b.c.d.e")).containsExactly("a.b.c.d.e");
        add("a.b.c.d.e.f");
        add("a.*.c.d.e.#");
        assertThat(found("a.b.c.d.e.f")).containsExactlyInAnyOrder("a.b.c.d.e.f", "a.*.c.d.e.#");
        assertThat(found("a.b.c.d.e")).containsExactlyInAnyOrder("a.b.c.d.e", "a.*.c.d.e.#");
        remove("a.b.c.d.e.f");
        remove("a.*.c.d.e.#");
        assertThat(found("a.b.c.d.e")).containsExactly("a.b.c.d.e");
        assertThat(found("a.b.c.d.e.f")).isEmpty();
    }

    @Test
    void allPatternsAreListedWhateverTheirRecords() {
        List<String> all = List.of("a.b", "a.b.c.d.e.f", "a.b.c.d.e", "x.#", "a.*.#.c", "#");
        all.forEach(this::add);
        List<String> listed = new ArrayList<>();
        table.forEach((pattern, value) -> listed.add(pattern.value()));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(all);
    }

    private void add(String pattern) {
        assertThat(table.add(TopicPattern.of(pattern), pattern)).isTrue();
    }

    private void remove(String pattern) {
        assertThat(table.remove(TopicPattern.of(pattern), pattern)).isTrue();
    }

    private List<String> found(String topic) {
        List<String> found = new ArrayList<>();
        table.values(TopicName.of(topic), found::add);
        return found;
    }
}
