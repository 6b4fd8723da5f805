package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.engine.cache.Agreement.Outcome;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * Whatever the network did, caches agree once it is healed. The properties {@code cache.seeds} and
 * {@code cache.first} say how many seeds are tried, and from which on.
 */
class AgreementTest {

    private static final long SEEDS = Long.getLong("cache.seeds", 400);
    private static final long FIRST = Long.getLong("cache.first", 0);

    @Test
    void replicatedRegionsAgreeWhateverTheNetworkDid() {
        assertThat(all("replicated", Agreement::replicated).disagreements()).isEmpty();
    }

    @Test
    void noCopyIsStaleOnceEverythingHasBeenHeard() {
        assertThat(all("invalidating", Agreement::invalidating).disagreements()).isEmpty();
    }

    private static Outcome all(String what, LongFunction<Outcome> run) {
        Outcome all = Outcome.NONE;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            all = all.and(run.apply(seed));
        }
        System.out.println(what + ": " + all);
        return all;
    }
}
