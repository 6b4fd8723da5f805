package io.mpreg.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code it/bench/bench kill}. */
class KillTest {

    private static final int KILLS = 3;

    @Test
    void keepsItsPromisesWhenItIsKilled(@TempDir Path folder) throws Exception {
        long seed = new Random().nextLong();
        Trial trial = new Trial(new JvmVictim(folder.resolve("data"), 0), new Random(seed));
        for (int round = 0; round <= KILLS; round++) {
            Trial.Verdict verdict = trial.round();
            assertThat(verdict.recovered()).as("recovered, round %d", round).isTrue();
            assertThat(verdict.failure()).as("seed %d, round %d", seed, round).isEmpty();
            assertThat(verdict.lost()).as("lost, seed %d, round %d", seed, round).isZero();
            assertThat(verdict.returned()).as("returned, seed %d, round %d", seed, round).isZero();
            assertThat(verdict.unknown()).as("unknown, seed %d, round %d", seed, round).isZero();
        }
        assertThat(trial.books().confirmations()).isPositive();
        assertThat(trial.books().acknowledgements()).isPositive();
    }
}
