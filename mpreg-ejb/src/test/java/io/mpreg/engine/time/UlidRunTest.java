package io.mpreg.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Ulid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UlidRunTest {

    private static final long SEED = 20_261_125;

    @Test
    void idsOfARunGoUpAndAreNobodyElses() {
        Random random = new Random(SEED);
        UlidSource source = new UlidSource(Clock.system(), random);
        UlidRun run = new UlidRun(source);
        List<Ulid> mine = new ArrayList<>();
        Set<Ulid> all = new HashSet<>();
        long now = 1_000;
        int made = 0;
        for (int i = 0; i < 10_000; i++) {
            now += random.nextInt(100) == 0 ? random.nextInt(3) - 1 : 0;
            Ulid id = run.next(now);
            mine.add(id);
            all.add(id);
            made++;
            if (random.nextInt(10) == 0) {
                all.add(source.next(now));
                made++;
            }
        }
        assertThat(mine).as("seed " + SEED).isSorted();
        assertThat(all).as("seed " + SEED).hasSize(made);
    }

    @Test
    void anIdHasTheTimeOfItsMaking() {
        UlidRun run = new UlidRun(new UlidSource(Clock.system(), new Random(SEED)));
        assertThat(run.next(5).millis()).isEqualTo(5);
        assertThat(run.next(6).millis()).isEqualTo(6);
        assertThat(run.next(5).millis()).isEqualTo(6);
    }

    @Test
    void aRunMayPassTheLimitOfTheLowerBits() {
        Random ones =
                new Random() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public long nextLong() {
                        return -1L;
                    }
                };
        UlidRun run = new UlidRun(new UlidSource(Clock.system(), ones));
        List<Ulid> ids = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            ids.add(run.next(7));
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }
}
