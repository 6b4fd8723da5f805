package io.mpreg.engine.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mpreg.engine.time.VirtualTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LinkHealthTest {

    private static final long MILLI = 1_000_000;

    private final VirtualTime time = new VirtualTime();
    private final LinkHealth health = new LinkHealth(time);

    private void complete(int times, boolean good, long millis) {
        for (int i = 0; i < times; i++) {
            health.completed(good, millis * MILLI);
        }
    }

    @Test
    void isPerfectWithoutOperations() {
        assertThat(health.read().score()).isEqualTo(1);
        assertThat(health.read().verdict()).isEqualTo(HealthReading.Verdict.HEALTHY);
    }

    @Test
    void weighsLatency() {
        complete(10, true, 9);
        assertThat(health.read().score()).isCloseTo(1.0, within(0.01));
        LinkHealth slower = new LinkHealth(time);
        slower.completed(true, 49 * MILLI);
        assertThat(slower.read().score()).isCloseTo(0.95, within(0.01));
        LinkHealth slow = new LinkHealth(time);
        slow.completed(true, 199 * MILLI);
        assertThat(slow.read().score()).isCloseTo(0.85, within(0.01));
        LinkHealth slowest = new LinkHealth(time);
        slowest.completed(true, 200 * MILLI);
        assertThat(slowest.read().score()).isCloseTo(0.75, within(0.01));
    }

    @Test
    void weighsSuccessAndKnowsWhereItGoes() {
        complete(20, true, 1);
        assertThat(health.read().trend()).isEqualTo(Trend.STABLE);
        time.advance(Duration.ofMinutes(2));
        complete(18, true, 1);
        complete(2, false, 1);
        assertThat(health.read().trend()).isEqualTo(Trend.DEGRADING);
        assertThat(health.read().successRate()).isCloseTo(0.95, within(0.001));
        complete(30, false, 1);
        assertThat(health.read().trend()).isEqualTo(Trend.CRITICAL);
        assertThat(health.isBroken()).isTrue();
        time.advance(Duration.ofMinutes(2));
        complete(50, true, 1);
        assertThat(health.read().trend()).isEqualTo(Trend.IMPROVING);
        time.advance(Duration.ofMinutes(6));
        assertThat(health.read()).isEqualTo(HealthReading.NOTHING);
    }

    @Test
    void isFailedWhenNothingWorks() {
        complete(10, false, 300);
        assertThat(health.read().verdict()).isEqualTo(HealthReading.Verdict.FAILED);
    }

    @Test
    void percentilesAreWithinAQuarter() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            LinkHealth tested = new LinkHealth(time);
            long[] micros = new long[1 + random.nextInt(500)];
            for (int i = 0; i < micros.length; i++) {
                micros[i] = (long) Math.exp(random.nextDouble() * 16);
                tested.completed(true, micros[i] * 1_000);
            }
            Arrays.sort(micros);
            HealthReading reading = tested.read();
            check(seed, micros, 0.95, reading.p95Ms());
            check(seed, micros, 0.99, reading.p99Ms());
            assertThat(reading.score()).as("seed " + seed).isBetween(0.0, 1.0);
            assertThat(reading.stability()).as("seed " + seed).isBetween(0.0, 1.0);
            assertThat(reading.averageMs())
                    .as("seed " + seed)
                    .isCloseTo(Arrays.stream(micros).average().orElseThrow() / 1e3, within(0.001));
        }
    }

    private static void check(long seed, long[] sorted, double share, double shown) {
        double exact = sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e3;
        assertThat(shown).as("seed " + seed).isBetween(exact, exact * 1.25 + 0.002);
    }

    @Test
    void bucketsCoverEveryLatency() {
        for (long micros = 0; micros < 1_000_000; micros = micros * 9 / 8 + 1) {
            int bucket = LinkHealth.bucket(micros);
            assertThat(LinkHealth.bound(bucket)).isGreaterThan(micros);
            assertThat(bucket == 0 || LinkHealth.bound(bucket - 1) <= micros)
                    .as(micros + " in " + bucket)
                    .isTrue();
        }
    }
}
