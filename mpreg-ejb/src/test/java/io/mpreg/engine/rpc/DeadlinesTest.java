package io.mpreg.engine.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.time.Timers;
import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final Duration TIME = Duration.ofSeconds(3);

    private final VirtualTime time = new VirtualTime();
    private final List<Duration> timers = new ArrayList<>();
    private final Deadlines deadlines =
            new Deadlines(
                    (delay, task) -> {
                        timers.add(delay);
                        return time.schedule(delay, task);
                    },
                    time);
    private final List<String> due = new ArrayList<>();

    @Test
    void eachFallsDueAtItsTimeWithOneTimerForALine() {
        deadlines.schedule(TIME, () -> due.add("a"));
        time.advance(Duration.ofSeconds(1));
        deadlines.schedule(TIME, () -> due.add("b"));
        deadlines.schedule(TIME, () -> due.add("c"));
        assertThat(timers).hasSize(1);
        time.advance(Duration.ofMillis(1999));
        assertThat(due).isEmpty();
        time.advance(Duration.ofMillis(1));
        assertThat(due).containsExactly("a");
        assertThat(timers).containsExactly(TIME, Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(1));
        assertThat(due).containsExactly("a", "b", "c");
        time.advance(Duration.ofDays(1));
        assertThat(timers).hasSize(2);
    }

    @Test
    void whatIsCalledOffDoesNotFallDue() {
        Timers.Timer first = deadlines.schedule(TIME, () -> due.add("a"));
        deadlines.schedule(TIME, () -> due.add("b"));
        assertThat(first.cancel()).isTrue();
        assertThat(first.cancel()).isFalse();
        time.advance(TIME);
        assertThat(due).containsExactly("b");
    }

    @Test
    void manyLengthsHaveTimersOfTheirOwn() {
        for (int i = 1; i <= 100; i++) {
            deadlines.schedule(Duration.ofMillis(i), () -> due.add("x"));
            deadlines.schedule(Duration.ofMillis(i), () -> due.add("x"));
        }
        assertThat(timers).hasSize(64 + 2 * 36);
        time.advance(Duration.ofMillis(100));
        assertThat(due).hasSize(200);
    }

    @Test
    void agreesWithTimersWhateverHappens() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            VirtualTime clock = new VirtualTime();
            Deadlines tested = new Deadlines(clock, clock);
            TreeMap<String, Long> expected = new TreeMap<>();
            TreeMap<String, Long> came = new TreeMap<>();
            List<Timers.Timer> set = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String name = "" + i;
                Duration length = Duration.ofMillis(10 * (1 + random.nextInt(3)));
                expected.put(name, clock.nanos() + length.toNanos());
                set.add(tested.schedule(length, () -> came.put(name, clock.nanos())));
                int other = random.nextInt(set.size());
                if (random.nextInt(3) == 0 && set.get(other).cancel()) {
                    expected.remove("" + other);
                }
                clock.advance(Duration.ofMillis(random.nextInt(8)));
            }
            clock.advance(Duration.ofSeconds(1));
            assertThat(came).as("seed " + seed).isEqualTo(expected);
        }
    }
}
