package io.mpreg.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.time.VirtualTime;
import io.mpreg.engine.transport.CorrelationTracker.Ended;
import io.mpreg.engine.transport.CorrelationTracker.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CorrelationTrackerTest {

    private final VirtualTime time = new VirtualTime();
    private final CorrelationTracker<String> tracker =
            new CorrelationTracker<>(time, 10, Duration.ofSeconds(30));
    private final List<Ended<String>> told = new ArrayList<>();

    @Test
    void tellsHowItEndedOnce() {
        tracker.started("a", told::add);
        time.advance(Duration.ofMillis(5));
        tracker.ended("a", Outcome.ANSWERED);
        tracker.ended("a", Outcome.FAILED);
        tracker.ended("b", Outcome.FAILED);
        assertThat(told).containsExactly(new Ended<>("a", 5_000_000, Outcome.ANSWERED));
        assertThat(tracker.history()).isEqualTo(told);
        assertThat(tracker.count(Outcome.ANSWERED)).isEqualTo(1);
        assertThat(tracker.count(Outcome.FAILED)).isZero();
    }

    @Test
    void expiresWhatIsNeverAnswered() {
        tracker.started("a", told::add);
        time.advance(Duration.ofSeconds(20));
        tracker.started("b", told::add);
        time.advance(Duration.ofSeconds(10));
        tracker.sweep();
        assertThat(told.stream().map(Ended::id)).containsExactly("a");
        assertThat(told.get(0).outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(tracker.open()).isEqualTo(1);
    }

    @Test
    void everythingEndsOnceAndTheLastAreRemembered() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            VirtualTime clock = new VirtualTime();
            CorrelationTracker<String> tested =
                    new CorrelationTracker<>(clock, 10, Duration.ofSeconds(30));
            Map<String, Integer> ends = new HashMap<>();
            List<String> order = new ArrayList<>();
            int started = 0;
            for (int i = 0; i < 300; i++) {
                switch (random.nextInt(4)) {
                    case 0, 1 ->
                            tested.started(
                                    "c" + started++,
                                    ended -> {
                                        ends.merge(ended.id(), 1, Integer::sum);
                                        order.add(ended.id());
                                    });
                    case 2 ->
                            tested.ended(
                                    "c" + random.nextInt(started + 1),
                                    Outcome.values()[random.nextInt(5)]);
                    default -> {
                        clock.advance(Duration.ofSeconds(random.nextInt(10)));
                        tested.sweep();
                    }
                }
            }
            clock.advance(Duration.ofSeconds(30));
            tested.sweep();
            assertThat(tested.open()).as("seed " + seed).isZero();
            assertThat(ends).as("seed " + seed).hasSize(started);
            assertThat(ends.values()).as("seed " + seed).allMatch(n -> n == 1);
            int remembered = Math.min(10, order.size());
            assertThat(tested.history().stream().map(Ended::id))
                    .as("seed " + seed)
                    .isEqualTo(order.subList(order.size() - remembered, order.size()));
        }
    }
}
