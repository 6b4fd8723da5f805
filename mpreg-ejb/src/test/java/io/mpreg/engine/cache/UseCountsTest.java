package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UseCountsTest {

    private final UseCounts counts = new UseCounts();

    @Test
    void countsWhatAThreadReads() {
        assertThat(counts.hit()).isEqualTo(1);
        assertThat(counts.hit()).isEqualTo(2);
        assertThat(counts.miss()).isEqualTo(1);
        assertThat(counts.hits()).isEqualTo(2);
        assertThat(counts.misses()).isEqualTo(1);
    }

    @Test
    void losesNothingWithMoreThreadsThanCells() throws InterruptedException {
        for (int generation = 0; generation < 3; generation++) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                threads.add(new Thread(() -> read(1_000)));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(counts.hits()).isEqualTo(300_000);
        assertThat(counts.misses()).isEqualTo(600_000);
        assertThat(counts.writes()).isEqualTo(300_000);
    }

    private void read(int times) {
        for (int i = 0; i < times; i++) {
            counts.hit();
            counts.miss();
            counts.miss();
            counts.write();
        }
    }
}
