package io.mpreg.engine.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.engine.time.VectorClock.Order;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorClockTest {

    private static final List<String> NODES = List.of("a", "b", "c", "d");

    private static VectorClock random(Random random) {
        Map<String, Long> counts = new HashMap<>();
        for (String node : NODES) {
            if (random.nextBoolean()) {
                counts.put(node, (long) random.nextInt(3));
            }
        }
        return new VectorClock(counts);
    }

    @Test
    void knowsHowClocksStandToEachOther() {
        VectorClock first = VectorClock.ZERO.next("a");
        VectorClock second = first.next("a");
        VectorClock beside = first.next("b");
        assertThat(first.compare(first)).isEqualTo(Order.EQUAL);
        assertThat(first.compare(second)).isEqualTo(Order.BEFORE);
        assertThat(second.compare(first)).isEqualTo(Order.AFTER);
        assertThat(second.compare(beside)).isEqualTo(Order.CONCURRENT);
        assertThat(VectorClock.ZERO.compare(first)).isEqualTo(Order.BEFORE);
        assertThat(first.compare(VectorClock.ZERO)).isEqualTo(Order.AFTER);
    }

    @Test
    void aNodeThatWroteNothingIsNotThere() {
        assertThat(new VectorClock(Map.of("a", 0L))).isEqualTo(VectorClock.ZERO);
        assertThat(VectorClock.ZERO.with("a", 3).with("a", 0)).isEqualTo(VectorClock.ZERO);
        assertThat(VectorClock.ZERO.of("a")).isZero();
    }

    @Test
    void doesNotChange() {
        Map<String, Long> counts = new HashMap<>(Map.of("a", 1L));
        VectorClock clock = new VectorClock(counts);
        counts.put("a", 2L);
        VectorClock next = clock.next("a");
        assertThat(clock.of("a")).isEqualTo(1);
        assertThat(next.of("a")).isEqualTo(2);
        assertThatThrownBy(() -> clock.counts().put("b", 1L))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesNegativeCounts() {
        assertThatThrownBy(() -> new VectorClock(Map.of("a", -1L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a=-1");
    }

    @Test
    void mergingIsTheLeastUpperBound() {
        long seed = 5;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            VectorClock x = random(random);
            VectorClock y = random(random);
            VectorClock z = random(random);
            String where = "seed " + seed + ", case " + i + ": " + x + ", " + y + ", " + z;
            VectorClock merged = x.merge(y);
            for (String node : NODES) {
                assertThat(merged.of(node)).as(where).isEqualTo(Math.max(x.of(node), y.of(node)));
            }
            assertThat(y.merge(x)).as(where).isEqualTo(merged);
            assertThat(merged.merge(z)).as(where).isEqualTo(x.merge(y.merge(z)));
            assertThat(x.merge(x)).as(where).isEqualTo(x);
            assertThat(x.compare(merged)).as(where).isIn(Order.EQUAL, Order.BEFORE);
        }
    }

    @Test
    void comparingIsAPartialOrder() {
        long seed = 6;
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            VectorClock x = random(random);
            VectorClock y = random(random);
            VectorClock z = random(random);
            String where = "seed " + seed + ", case " + i + ": " + x + ", " + y + ", " + z;
            assertThat(x.compare(y) == Order.EQUAL).as(where).isEqualTo(x.equals(y));
            assertThat(y.compare(x)).as(where).isEqualTo(reversed(x.compare(y)));
            if (x.compare(y) == Order.BEFORE && y.compare(z) == Order.BEFORE) {
                assertThat(x.compare(z)).as(where).isEqualTo(Order.BEFORE);
            }
        }
    }

    private static Order reversed(Order order) {
        return switch (order) {
            case BEFORE -> Order.AFTER;
            case AFTER -> Order.BEFORE;
            case EQUAL, CONCURRENT -> order;
        };
    }
}
