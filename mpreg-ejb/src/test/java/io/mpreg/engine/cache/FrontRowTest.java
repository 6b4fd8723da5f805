package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.cache.peer.Traits;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** What is read without the policy is kept as well as with it, and counted like everything else. */
class FrontRowTest {

    private static final int OPERATIONS = 120_000;
    private static final double TOLERANCE = 0.015;

    /** Where the policy's choice by chance between entries alike decides. */
    private static final double CHANCE = 0.06;

    /** Of one round, chance in the policy is more than that at times. */
    private static final int ROUNDS = 8;

    private final CacheFixture cache = new CacheFixture();
    private final CacheClient region = cache.client("r");
    private final Region home =
            new Region(
                    "home",
                    RegionSpec.defaults(),
                    CacheSettings.defaults(),
                    new Ledger(cache.time, Runnable::run),
                    any -> Coordinator.LOCAL);

    @Test
    void zipfIsFoundAsOftenAsWithThePolicyAlone() {
        double[] sums = new double[5_000];
        double sum = 0;
        for (int i = 0; i < sums.length; i++) {
            sum += 1 / Math.pow(i + 1, 0.9);
            sums[i] = sum;
        }
        double total = sum;
        SplittableRandom random = new SplittableRandom(1);
        IntUnaryOperator zipf =
                n -> Math.abs(Arrays.binarySearch(sums, random.nextDouble(total)) + 1);
        compare("zipf", 500, TOLERANCE, zipf);
    }

    @Test
    void aLoopIsFoundAsOften() {
        compare("loop", 500, CHANCE, n -> n % 700);
    }

    @Test
    void aWorkingSetThatMovesIsFoundAsOften() {
        SplittableRandom random = new SplittableRandom(2);
        compare("moving", 500, CHANCE, n -> n / 10_000 * 300 + random.nextInt(450));
    }

    @Test
    void aSetThatIsReadOftenAndThenNeverMakesRoom() {
        SplittableRandom random = new SplittableRandom(3);
        compare(
                "once hot",
                400,
                TOLERANCE,
                n -> (n < OPERATIONS / 3 ? 0 : 1_000) + random.nextInt(420));
    }

    @Test
    void aSmallRegionIsFoundAsOften() {
        SplittableRandom random = new SplittableRandom(4);
        compare("small", 12, TOLERANCE, n -> random.nextInt(1 + random.nextInt(40)));
    }

    private void compare(String what, int room, double tolerance, IntUnaryOperator access) {
        double with = 0;
        double without = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Use front = new Use(room);
            Use alone = new Use(room);
            // Nothing is in front any more: the policy learns of every use.
            alone.store.close();
            for (int n = 0; n < OPERATIONS; n++) {
                String key = "k" + access.applyAsInt(n);
                cache.time.advance(Duration.ofNanos(20_000));
                front.use(key);
                alone.use(key);
            }
            with += front.found / OPERATIONS / ROUNDS;
            without += alone.found / OPERATIONS / ROUNDS;
        }
        assertThat(with)
                .as("%s; without a front row it is %s", what, without)
                .isGreaterThan(without - tolerance);
    }

    /** A store, and how often it had what was looked for. */
    private final class Use {

        private final Store store;
        private double found;
        private long versions;

        Use(int room) {
            store =
                    new CaffeineStore(
                            cache.time, room, new Lifetime(Long.MAX_VALUE), (entry, why) -> {});
        }

        void use(String key) {
            if (store.glance(key) != null || store.read(key) != null) {
                found++;
            } else {
                store.put(entry(key, ++versions));
            }
            if (found % 1024 == 0) {
                store.upkeep();
            }
        }
    }

    @Test
    void everyReadIsCounted() {
        region.put("k", 1L);
        for (int n = 1; n <= 100; n++) {
            assertThat(region.get("k")).isPresent();
            assertThat(region.entry("k").orElseThrow().metadata().hits()).isEqualTo(n);
        }
        assertThat(region.stats().hits()).isEqualTo(100);
        region.put("k", 2L);
        assertThat(region.entry("k").orElseThrow().metadata().hits()).isZero();
    }

    @Test
    void whatNobodyUsesEndsAlthoughItWasUsedOften() {
        region.configure(RegionSpec.defaults().maxIdle(Duration.ofSeconds(10)));
        region.put("k", 1L);
        for (int n = 0; n < 100; n++) {
            cache.time.advance(Duration.ofSeconds(9));
            assertThat(region.get("k")).isPresent();
        }
        cache.time.advance(Duration.ofSeconds(11));
        assertThat(region.get("k")).isEmpty();
    }

    @Test
    void aDeadlineHoldsAlthoughItWasUsedOften() {
        region.put("k", 1L);
        region.put("k", 2L, PutOptions.NONE.timeToLive(Duration.ofSeconds(10)));
        for (int n = 0; n < 100; n++) {
            assertThat(region.get("k")).isPresent();
        }
        cache.time.advance(Duration.ofSeconds(10));
        assertThat(region.get("k")).isEmpty();
    }

    @Test
    void aClosedCacheAnswersNothingAlthoughItWasUsedOften() {
        region.put("k", 1L);
        for (int n = 0; n < 100; n++) {
            region.get("k");
        }
        cache.engine.close();
        for (int n = 0; n < 40; n++) {
            assertThatThrownBy(() -> region.get("k")).isInstanceOf(MpregException.class);
        }
    }

    @Test
    void growsWithTheSeatsAndForgetsWhatWentAway() {
        FrontRow row = new FrontRow();
        Seat[] seats = new Seat[1_000];
        for (int i = 0; i < seats.length; i++) {
            seats[i] = seat("k" + i);
            row.show(seats[i], i + 1);
        }
        long before = Arrays.stream(seats).filter(s -> row.find(s.key()) == s).count();
        assertThat(before).isGreaterThan(100);
        for (Seat seat : seats) {
            seat.vacate();
            row.hide(seat);
            assertThat(row.find(seat.key())).isNull();
            row.show(seat, seats.length);
            assertThat(row.find(seat.key())).as("shown too late").isNull();
        }
    }

    private Seat seat(String key) {
        return new Seat(entry(key, 1), 4);
    }

    private Entry entry(String key, long version) {
        return new Entry(home, key, Payload.NULL, version, 0, Traits.PLAIN);
    }
}
