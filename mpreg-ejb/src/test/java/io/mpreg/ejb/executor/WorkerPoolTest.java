package io.mpreg.ejb.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mpreg.engine.time.ThreadTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pool serves tasks that block and wait for each other, within its limits. */
class WorkerPoolTest {

    private final ThreadTimers timers = new ThreadTimers(Thread::new);
    private final WorkerPool pool =
            new WorkerPool(new WorkerSettings(2, 8, 4), Thread::new, timers);

    @AfterEach
    void close() {
        pool.close();
        timers.close();
    }

    @Test
    void growsForTasksThatWaitForEachOther() throws Exception {
        CyclicBarrier together = new CyclicBarrier(6);
        List<CompletableFuture<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            tasks.add(CompletableFuture.runAsync(() -> pass(together), pool));
        }
        CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
        assertThat(pool.threads()).isGreaterThan(2);
    }

    @Test
    void shrinksWhenNothingBlocksAnyMore() throws Exception {
        growsForTasksThatWaitForEachOther();
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> {
                            for (int i = 0; i < 3; i++) {
                                CompletableFuture.runAsync(() -> {}, pool)
                                        .get(30, TimeUnit.SECONDS);
                            }
                            assertThat(pool.threads()).isLessThanOrEqualTo(2);
                        });
    }

    @Test
    void refusesAndCountsWhatFindsNoRoom() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        int taken = 0;
        try {
            while (taken < 100) {
                pool.execute(() -> pass(gate));
                taken++;
            }
        } catch (RejectedExecutionException expected) {
            assertThat(taken).isBetween(6, 12);
        } finally {
            gate.countDown();
        }
        assertThat(pool.refused()).isEqualTo(1);
    }

    @Test
    void takesNothingAfterItsEnd() {
        pool.close();
        assertThatThrownBy(() -> pool.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    private static void pass(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pass(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
