package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.cache.AtomicOperation;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LoadingStressTest {

    private final CacheFixture cache = new CacheFixture();
    private final CacheClient region = cache.client("r");
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void oneCallerLoadsAndAllGetItsValue() throws Exception {
        for (int round = 0; round < 500; round++) {
            String key = "k" + round;
            AtomicInteger loads = new AtomicInteger();
            CyclicBarrier start = new CyclicBarrier(6);
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                results.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return region.getOrLoad(
                                            key,
                                            Long.class,
                                            k -> (long) loads.incrementAndGet(),
                                            PutOptions.NONE);
                                }));
            }
            for (Future<Long> result : results) {
                assertThat(result.get()).isEqualTo(1L);
            }
            assertThat(loads).as("round %d", round).hasValue(1);
        }
        assertThat(region.stats().loads()).isEqualTo(500);
    }

    @Test
    void aFailureReachesAllAndIsNotKept() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        IllegalStateException reason = new IllegalStateException("no way");
        Callable<Long> failing =
                () ->
                        region.getOrLoad(
                                "k",
                                Long.class,
                                k -> {
                                    loading.countDown();
                                    go.await();
                                    throw reason;
                                },
                                PutOptions.NONE);
        Future<Long> first = threads.submit(failing);
        loading.await();
        Future<Long> second = threads.submit(failing);
        Future<Long> third = threads.submit(failing);
        go.countDown();

        for (Future<Long> each : List.of(first, second, third)) {
            assertThatThrownBy(each::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            MpregException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(ErrorCode.EXECUTION_FAILED);
                                assertThat(e.getCause()).isSameAs(reason);
                            });
        }
        assertThat(region.contains("k")).isFalse();
        assertThat(region.getOrLoad("k", Long.class, k -> 2L, PutOptions.NONE)).isEqualTo(2L);
    }

    @Test
    void aLoadThatWouldWaitForItselfFails() {
        assertThatThrownBy(
                        () ->
                                region.getOrLoad(
                                        "a",
                                        Long.class,
                                        a ->
                                                region.getOrLoad(
                                                        "a",
                                                        Long.class,
                                                        again -> 1L,
                                                        PutOptions.NONE),
                                        PutOptions.NONE))
                .hasMessageContaining("wait for itself");
    }

    @Test
    void loadsThatNeedEachOtherDoNotWaitForEver() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        Callable<Long> one = () -> crossing("a", "b", both);
        Callable<Long> two = () -> crossing("b", "a", both);
        int failed = 0;
        for (Future<Long> each : List.of(threads.submit(one), threads.submit(two))) {
            try {
                each.get();
            } catch (ExecutionException e) {
                assertThat(e).hasMessageContaining("wait for itself");
                failed++;
            }
        }
        assertThat(failed).isPositive();
    }

    @Test
    void aLoadThatBeganBeforeAnInvalidationIsNotKept() throws Exception {
        List<Runnable> invalidations =
                List.of(
                        () -> region.invalidate("k"),
                        () -> region.invalidatePattern("k"),
                        () -> region.invalidateTag("t"),
                        () -> region.invalidateDependency("in"),
                        () -> region.invalidate("deep"),
                        () -> region.remove("k"),
                        region::clear);
        for (Runnable invalidation : invalidations) {
            region.put("in", 1L, PutOptions.NONE.dependsOn("deep"));
            CountDownLatch loading = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            Future<String> stale =
                    threads.submit(
                            () ->
                                    region.getOrLoad(
                                            "k",
                                            String.class,
                                            k -> {
                                                loading.countDown();
                                                go.await();
                                                return "stale";
                                            },
                                            PutOptions.NONE.tags("t").dependsOn("in")));
            loading.await();
            invalidation.run();
            String fresh = region.getOrLoad("k", String.class, k -> "fresh", PutOptions.NONE);
            go.countDown();

            assertThat(stale.get()).isEqualTo("stale");
            assertThat(fresh).isEqualTo("fresh");
            assertThat(region.get("k", String.class)).contains("fresh");
            region.clear();
        }
    }

    @Test
    void nobodyReadsWhatAnInvalidationBeforeMadeStale() throws Exception {
        AtomicLong truth = new AtomicLong();
        AtomicLong invalidated = new AtomicLong();
        AtomicInteger running = new AtomicInteger(4);
        Callable<Boolean> reader =
                () -> {
                    while (running.get() > 0) {
                        long atLeast = invalidated.get();
                        Long value =
                                region.getOrLoad(
                                        "derived.1",
                                        Long.class,
                                        k -> truth.get(),
                                        PutOptions.NONE.tags("t").dependsOn("input"));
                        assertThat(value).isGreaterThanOrEqualTo(atLeast);
                    }
                    return true;
                };
        List<Future<Boolean>> readers = List.of(threads.submit(reader), threads.submit(reader));
        for (int writer = 0; writer < 4; writer++) {
            int kind = writer;
            threads.submit(
                    () -> {
                        for (int i = 0; i < 3000; i++) {
                            long mine = truth.incrementAndGet();
                            switch (kind) {
                                case 0 -> region.invalidate("derived.1");
                                case 1 -> region.invalidateTag("t");
                                case 2 -> region.invalidateDependency("input");
                                default -> region.invalidatePattern("derived.*");
                            }
                            invalidated.accumulateAndGet(mine, Math::max);
                        }
                        running.decrementAndGet();
                    });
        }
        for (Future<Boolean> each : readers) {
            assertThat(each.get()).isTrue();
        }
    }

    @Test
    void noIncrementIsLost() throws Exception {
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(
                    threads.submit(
                            () -> {
                                for (int n = 0; n < 2000; n++) {
                                    region.atomic("n", AtomicOperation.INCREMENT, null, 1);
                                }
                                return true;
                            }));
        }
        for (Future<Boolean> each : all) {
            each.get();
        }
        assertThat(region.get("n", Long.class)).contains(12_000L);
    }

    private Long crossing(String own, String other, CyclicBarrier both) {
        return region.getOrLoad(
                own,
                Long.class,
                k -> {
                    both.await();
                    return region.getOrLoad(other, Long.class, o -> 1L, PutOptions.NONE);
                },
                PutOptions.NONE);
    }
}
