package io.mpreg.engine.topic;

import java.util.Arrays;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Adding, removing and finding one pair each is linearizable, also where leaves become inner nodes
 * and back meanwhile.
 */
@Param(name = "pattern", gen = IntGen.class, conf = "0:5")
public class TopicTableLincheckTest {

    private static final String[] TEXTS = {"a", "a.b", "a.b.c", "a.b.d", "a.b.c.e.f", "g"};

    private final TrieTable<String> table = new TrieTable<>();

    @Operation
    public boolean add(@Param(name = "pattern") int pattern) {
        return table.add(TopicPattern.of(TEXTS[pattern]), "value");
    }

    @Operation
    public boolean remove(@Param(name = "pattern") int pattern) {
        return table.remove(TopicPattern.of(TEXTS[pattern]), "value");
    }

    @Operation
    public boolean matches(@Param(name = "pattern") int pattern) {
        return table.matches(TopicName.of(TEXTS[pattern]));
    }

    @Operation
    public int count(@Param(name = "pattern") int pattern) {
        return table.count(TopicName.of(TEXTS[pattern]));
    }

    @Test
    void isLinearizable() {
        new StressOptions()
                .threads(3)
                .actorsPerThread(4)
                .actorsBefore(3)
                .iterations(10)
                .invocationsPerIteration(1000)
                .sequentialSpecification(Specification.class)
                .check(TopicTableLincheckTest.class);
    }

    /** What the table must look like to each of its users. */
    public static final class Specification {
        private final boolean[] filed = new boolean[TEXTS.length];

        public boolean add(int pattern) {
            boolean added = !filed[pattern];
            filed[pattern] = true;
            return added;
        }

        public boolean remove(int pattern) {
            boolean removed = filed[pattern];
            filed[pattern] = false;
            return removed;
        }

        public boolean matches(int pattern) {
            return filed[pattern];
        }

        public int count(int pattern) {
            return filed[pattern] ? 1 : 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Specification that && Arrays.equals(filed, that.filed);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(filed);
        }
    }
}
