package io.mpreg.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.time.VirtualTime;
import io.mpreg.engine.transport.CircuitBreaker.Mode;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {

    private final VirtualTime time = new VirtualTime();
    private final CircuitBreaker breaker = new CircuitBreaker(BreakerSettings.defaults(), time);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(breaker.allows()).isTrue();
            breaker.failed();
        }
    }

    @Test
    void opensAfterFailuresInARow() {
        fail(4);
        breaker.succeeded();
        fail(4);
        assertThat(breaker.mode()).isEqualTo(Mode.CLOSED);
        fail(1);
        assertThat(breaker.mode()).isEqualTo(Mode.OPEN);
        assertThat(breaker.allows()).isFalse();
    }

    @Test
    void opensAtAShareOfFailures() {
        for (int i = 0; i < 9; i++) {
            breaker.succeeded();
            breaker.failed();
        }
        breaker.succeeded();
        assertThat(breaker.mode()).isEqualTo(Mode.CLOSED);
        breaker.failed();
        assertThat(breaker.mode()).isEqualTo(Mode.OPEN);
    }

    @Test
    void forgetsTheShareWithItsWindow() {
        for (int i = 0; i < 9; i++) {
            breaker.succeeded();
            breaker.failed();
        }
        time.advance(Duration.ofSeconds(10));
        breaker.succeeded();
        breaker.failed();
        assertThat(breaker.mode()).isEqualTo(Mode.CLOSED);
    }

    @Test
    void probesAfterTheDelayAndCloses() {
        fail(5);
        time.advance(Duration.ofSeconds(59));
        assertThat(breaker.allows()).isFalse();
        time.advance(Duration.ofSeconds(1));
        assertThat(breaker.mode()).isEqualTo(Mode.HALF_OPEN);
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.allows()).isTrue();
        }
        assertThat(breaker.allows()).isFalse();
        breaker.succeeded();
        breaker.succeeded();
        assertThat(breaker.mode()).isEqualTo(Mode.HALF_OPEN);
        breaker.succeeded();
        assertThat(breaker.mode()).isEqualTo(Mode.CLOSED);
    }

    @Test
    void aFailedProbeOpensItAgain() {
        fail(5);
        time.advance(Duration.ofSeconds(60));
        assertThat(breaker.allows()).isTrue();
        breaker.succeeded();
        assertThat(breaker.allows()).isTrue();
        breaker.failed();
        assertThat(breaker.mode()).isEqualTo(Mode.OPEN);
        time.advance(Duration.ofSeconds(59));
        assertThat(breaker.mode()).isEqualTo(Mode.OPEN);
    }

    @Test
    void aProbeThatNeverEndsDoesNotKeepOthersOut() {
        fail(5);
        time.advance(Duration.ofSeconds(60));
        for (int i = 0; i < 3; i++) {
            assertThat(breaker.allows()).isTrue();
        }
        time.advance(Duration.ofSeconds(60));
        assertThat(breaker.allows()).isTrue();
    }

    @Test
    void operatorsOpenAndCloseIt() {
        breaker.forceOpen();
        time.advance(Duration.ofDays(1));
        assertThat(breaker.mode()).isEqualTo(Mode.OPEN);
        breaker.succeeded();
        assertThat(breaker.allows()).isFalse();
        breaker.reset();
        assertThat(breaker.allows()).isTrue();
    }

    /** The same rules, written down plainly, must agree whatever happens in whatever order. */
    @Test
    void agreesWithAModel() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            VirtualTime clock = new VirtualTime();
            CircuitBreaker tested = new CircuitBreaker(BreakerSettings.defaults(), clock);
            Model model = new Model();
            for (int i = 0; i < 400; i++) {
                switch (random.nextInt(6)) {
                    case 0 -> {
                        long ms = random.nextInt(4) == 0 ? 60_000 : random.nextInt(5_000);
                        clock.advance(Duration.ofMillis(ms));
                        model.now += ms;
                    }
                    case 1, 2 -> {
                        tested.succeeded();
                        model.done(true);
                    }
                    case 3 -> {
                        tested.failed();
                        model.done(false);
                    }
                    default ->
                            assertThat(tested.allows())
                                    .as("seed " + seed + " step " + i)
                                    .isEqualTo(model.allows());
                }
                model.age();
                assertThat(tested.mode()).as("seed " + seed + " step " + i).isEqualTo(model.mode);
            }
        }
    }

    private static final class Model {
        private Mode mode = Mode.CLOSED;
        private long now;
        private long since;
        private int row;
        private int total;
        private int failed;
        private int probing;

        void age() {
            long stretch = mode == Mode.CLOSED ? 10_000 : 60_000;
            while (now - since >= stretch) {
                long start = since + stretch;
                if (mode == Mode.OPEN) {
                    enter(Mode.HALF_OPEN);
                    stretch = 60_000;
                }
                since = start;
                probing = 0;
                total = 0;
                failed = 0;
            }
        }

        private void enter(Mode next) {
            mode = next;
            since = now;
            row = 0;
            total = 0;
            failed = 0;
            probing = 0;
        }

        boolean allows() {
            age();
            if (mode == Mode.HALF_OPEN) {
                return probing < 3 && ++probing > 0;
            }
            return mode == Mode.CLOSED;
        }

        void done(boolean good) {
            age();
            if (mode == Mode.CLOSED) {
                row = good ? 0 : row + 1;
                total++;
                failed += good ? 0 : 1;
                if (row >= 5 || !good && total >= 20 && failed * 2 >= total) {
                    enter(Mode.OPEN);
                }
            } else if (mode == Mode.HALF_OPEN) {
                if (!good) {
                    enter(Mode.OPEN);
                } else if (++row >= 3) {
                    enter(Mode.CLOSED);
                } else {
                    probing = Math.max(0, probing - 1);
                }
            }
        }
    }
}
