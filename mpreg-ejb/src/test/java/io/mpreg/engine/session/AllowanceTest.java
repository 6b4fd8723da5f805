package io.mpreg.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    @Test
    void isFilledUpWhenHalfHasLeft() {
        Allowance allowance = new Allowance(OptionalInt.empty());
        assertThat(allowance.more(() -> 8)).isEqualTo(8);
        assertThat(allowance.left(3)).isFalse();
        assertThat(allowance.left(1)).isTrue();
        assertThat(allowance.more(() -> 8)).isEqualTo(4);
    }

    @Test
    void neverExceedsWhatTheClientAllows() {
        Allowance allowance = new Allowance(OptionalInt.of(3));
        assertThat(allowance.more(() -> 8)).isEqualTo(3);
        allowance.left(3);
        assertThat(allowance.more(() -> 8)).isZero();
        allowance.add(2);
        assertThat(allowance.more(() -> 8)).isEqualTo(2);
    }

    /**
     * What leaves while somebody looks is not forgotten: no allowance ends with nothing waiting.
     */
    @Test
    void doesNotStopWhenAllLeavesDuringALook() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            Allowance allowance = new Allowance(OptionalInt.empty());
            int[] waiting = new int[1];
            for (int step = 0; step < 100; step++) {
                do {
                    int more =
                            allowance.more(
                                    () -> {
                                        if (random.nextBoolean()) {
                                            leave(allowance, waiting, random);
                                        }
                                        return 1 + random.nextInt(40);
                                    });
                    waiting[0] += more;
                } while (allowance.isDue());
                assertThat(waiting[0]).as("seed " + seed).isPositive();
                while (!leave(allowance, waiting, random)) {
                    assertThat(waiting[0]).as("seed " + seed).isPositive();
                }
            }
        }
    }

    private static boolean leave(Allowance allowance, int[] waiting, Random random) {
        int some = random.nextBoolean() ? waiting[0] : random.nextInt(waiting[0] + 1);
        waiting[0] -= some;
        return allowance.left(some);
    }
}
