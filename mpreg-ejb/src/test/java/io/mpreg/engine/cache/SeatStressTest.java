package io.mpreg.engine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.mpreg.api.Payload;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.cache.peer.Traits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers that go by the seats while entries are replaced, taken out and evicted. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SeatStressTest {

    private static final int KEYS = 6;
    private static final int WRITES = 20_000;

    private final CacheFixture cache = new CacheFixture();
    private final CacheClient region = cache.client("r");
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    /** The least that a reader may find of each key from now on. */
    private final AtomicLongArray floors = new AtomicLongArray(KEYS);

    private final AtomicInteger writers = new AtomicInteger(2);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    /*
     * Values of a key go up. Once a write has returned, or somebody has read its value, nobody reads an
     * older one; once a removal has returned, nobody reads what was there before.
     */
    @ParameterizedTest
    @ValueSource(ints = {100, 3})
    void nobodyReadsWhatIsOverOrOlderThanWhatWasRead(int room) throws Exception {
        region.configure(RegionSpec.defaults().maxEntries(room));
        List<Future<Long>> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int mine = i;
            all.add(threads.submit(() -> write(mine)));
            all.add(threads.submit(reader(i)));
        }
        for (Future<Long> each : all) {
            assertThat(each.get()).isNotNegative();
        }
        assertThat(region.stats().size()).isLessThanOrEqualTo(room);
        region.clear();
        assertThat(region.stats().bytes()).isZero();
    }

    /** Writes every other key; returns how often. */
    private Long write(int first) {
        try {
            SplittableRandom random = new SplittableRandom(first);
            for (long n = 1; n <= WRITES; n++) {
                int at = first + 2 * random.nextInt(KEYS / 2);
                String key = "k." + at;
                switch (random.nextInt(8)) {
                    case 0 -> region.remove(key);
                    case 1 -> region.invalidate(key);
                    case 2 -> region.invalidatePattern(key);
                    case 3 -> {
                        region.put(key, n, PutOptions.NONE.tags("t" + at));
                        region.invalidateTag("t" + at);
                    }
                    case 4 -> {
                        region.put(key, n, PutOptions.NONE.dependsOn("in." + at));
                        region.invalidateDependency("in." + at);
                    }
                    case 5 -> region.put(key, n, PutOptions.NONE.tags("t" + at));
                    case 6 -> region.put(key, n, PutOptions.NONE.dependsOn("in." + at));
                    default -> region.put(key, n);
                }
                // Whatever was there is over, or it is what was written now.
                floors.accumulateAndGet(at, n, Math::max);
            }
            return (long) WRITES;
        } finally {
            writers.decrementAndGet();
        }
    }

    private Callable<Long> reader(int seed) {
        return () -> {
            SplittableRandom random = new SplittableRandom(seed);
            long reads = 0;
            while (writers.get() > 0) {
                int at = random.nextInt(KEYS);
                long floor = floors.get(at);
                Long found = region.get("k." + at).map(v -> v.as(Long.class)).orElse(null);
                if (found != null) {
                    assertThat(found)
                            .as("key %d, reader %d", at, seed)
                            .isGreaterThanOrEqualTo(floor);
                    floors.accumulateAndGet(at, found, Math::max);
                }
                reads++;
            }
            return reads;
        };
    }

    /** Evictions and writes of the same keys: what a write left is there, or nothing is. */
    @Test
    void aWriterFindsItsOwnValueOrNothing() throws Exception {
        region.configure(RegionSpec.defaults().maxEntries(3));
        AtomicLong found = new AtomicLong();
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String key = "own." + i;
            all.add(
                    threads.submit(
                            () -> {
                                for (long n = 0; n < WRITES; n++) {
                                    region.put(key, n);
                                    for (int read = 0; read < 3; read++) {
                                        Long value =
                                                region.get(key)
                                                        .map(v -> v.as(Long.class))
                                                        .orElse(null);
                                        assertThat(value == null || value == n).isTrue();
                                        found.addAndGet(value == null ? 0 : 1);
                                    }
                                }
                                return true;
                            }));
        }
        for (Future<Boolean> each : all) {
            assertThat(each.get()).isTrue();
        }
        assertThat(found).hasPositiveValue();
        assertThat(region.stats().size()).isLessThanOrEqualTo(3);
    }

    /** A seat alone: neither its value nor its entry is older than either was before. */
    @Test
    void aSeatNeverGoesBack() throws Exception {
        Region home =
                new Region(
                        "home",
                        RegionSpec.defaults(),
                        CacheSettings.defaults(),
                        new Ledger(cache.time, Runnable::run),
                        any -> Coordinator.LOCAL);
        Seat seat = new Seat(entry(home, 0), 1);
        AtomicInteger running = new AtomicInteger(1);
        List<Future<Long>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            readers.add(
                    threads.submit(
                            () -> {
                                long glances = 0;
                                long last = 0;
                                while (running.get() > 0) {
                                    Entry entry = seat.entry();
                                    assertThat(number(entry.value())).isGreaterThanOrEqualTo(last);
                                    last = number(entry.value());
                                    Payload value = seat.glance();
                                    if (value == null) {
                                        seat.use();
                                    } else {
                                        assertThat(number(value)).isGreaterThanOrEqualTo(last);
                                        last = number(value);
                                        glances++;
                                    }
                                }
                                return glances;
                            }));
        }
        try {
            for (int n = 1; n <= 50 * WRITES; n++) {
                assertThat(seat.replace(entry(home, n), 1)).isNotNull();
            }
        } finally {
            running.decrementAndGet();
        }
        for (Future<Long> each : readers) {
            assertThat(each.get()).isPositive();
        }
    }

    private static Entry entry(Region home, long n) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(n).array();
        return new Entry(home, "k", Payload.json(bytes), n, 0, Traits.PLAIN);
    }

    private static long number(Payload payload) {
        return ByteBuffer.wrap(payload.bytes()).getLong();
    }
}
