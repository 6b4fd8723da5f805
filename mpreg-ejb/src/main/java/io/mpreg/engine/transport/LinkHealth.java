package io.mpreg.engine.transport;

import io.mpreg.api.ErrorCode;
import io.mpreg.engine.time.Clock;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How the requests of one connection, or of all, go: what happened in the last five minutes, and a
 * breaker. What never was used takes next to no memory.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads, without a lock.
 */
public final class LinkHealth {

    private static final int SLICES = 10;
    private static final long SLICE_NANOS = 30_000_000_000L;
    private static final double NANOS_PER_MILLI = 1e6;

    /** Four steps for each doubling, from a microsecond on. */
    private static final int BUCKETS = 112;

    private final Clock clock;
    private final AtomicReferenceArray<@Nullable Slice> slices = new AtomicReferenceArray<>(SLICES);
    private final CircuitBreaker breaker;

    public LinkHealth(Clock clock) {
        this(clock, BreakerSettings.defaults());
    }

    public LinkHealth(Clock clock, BreakerSettings breaking) {
        this.clock = clock;
        this.breaker = new CircuitBreaker(breaking, clock);
    }

    /** Whether an error tells of trouble, rather than of a request that cannot be carried out. */
    public static boolean isFault(ErrorCode code) {
        return switch (code) {
            case INTERNAL,
                    UNAVAILABLE,
                    TIMED_OUT,
                    STORAGE,
                    STORAGE_CORRUPT,
                    STORAGE_LOCKED,
                    STORAGE_FULL ->
                    true;
            default -> false;
        };
    }

    /** A request has ended. */
    public void completed(boolean good, long nanos) {
        completed(good, nanos, clock.nanos());
    }

    /** A request has ended, at that time of the clock. */
    public void completed(boolean good, long nanos, long now) {
        slice(now / SLICE_NANOS).add(1, good, nanos);
        if (!good) {
            breaker.failed();
        } else {
            succeeded();
        }
    }

    /** So many requests have ended well at that time of the clock, each after so long. */
    public void completed(int count, long nanos, long now) {
        slice(now / SLICE_NANOS).add(count, true, nanos);
        succeeded();
    }

    private void succeeded() {
        if (breaker.isDisturbed()) {
            breaker.succeeded();
        }
    }

    /** Whether the breaker is open: nothing but failures of late. */
    public boolean isBroken() {
        return breaker.mode() == CircuitBreaker.Mode.OPEN;
    }

    /** The breaker itself. */
    public CircuitBreaker breaker() {
        return breaker;
    }

    /** How it went in the last five minutes. */
    public HealthReading read() {
        long now = clock.nanos() / SLICE_NANOS;
        Sum all = new Sum();
        Sum late = new Sum();
        Sum early = new Sum();
        for (int i = 0; i < SLICES; i++) {
            Slice slice = slices.get(i);
            if (slice != null && now - slice.number < SLICES) {
                all.add(slice);
                (now - slice.number < 2 ? late : early).add(slice);
            }
        }
        if (all.count == 0) {
            return HealthReading.NOTHING;
        }
        return new HealthReading(
                all.count,
                1 - all.errorRate(),
                all.average() / NANOS_PER_MILLI,
                all.percentile(0.95) / NANOS_PER_MILLI,
                all.percentile(0.99) / NANOS_PER_MILLI,
                all.stability(),
                trend(early, late));
    }

    private static Trend trend(Sum early, Sum late) {
        if (late.count > 0 && late.errorRate() >= 0.5) {
            return Trend.CRITICAL;
        }
        if (early.count == 0 || late.count == 0) {
            return Trend.STABLE;
        }
        double errors = late.errorRate() - early.errorRate();
        double slower = late.average() / Math.max(1, early.average());
        if (errors > 0.05 || slower > 1.5) {
            return Trend.DEGRADING;
        }
        return errors < -0.05 || slower < 0.67 ? Trend.IMPROVING : Trend.STABLE;
    }

    private Slice slice(long number) {
        int place = (int) Math.floorMod(number, (long) SLICES);
        while (true) {
            Slice known = slices.get(place);
            if (known != null && known.number >= number) {
                return known;
            }
            Slice made = new Slice(number);
            if (slices.compareAndSet(place, known, made)) {
                return made;
            }
        }
    }

    /** What happened in one stretch of time. */
    private static final class Slice {

        private final long number;
        private final LongAdder count = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final LongAdder nanos = new LongAdder();
        private final LongAdder squares = new LongAdder();
        private final AtomicIntegerArray buckets = new AtomicIntegerArray(BUCKETS);

        Slice(long number) {
            this.number = number;
        }

        void add(int requests, boolean good, long time) {
            count.add(requests);
            if (!good) {
                failed.add(requests);
            }
            long micros = Math.max(0, time) / 1_000;
            nanos.add(requests * time);
            squares.add(requests * micros * micros);
            buckets.addAndGet(bucket(micros), requests);
        }
    }

    static int bucket(long micros) {
        long shifted = micros + 4;
        int exponent = 63 - Long.numberOfLeadingZeros(shifted);
        int step = (int) (shifted >>> exponent - 2 & 3);
        return Math.min(BUCKETS - 1, (exponent - 2) * 4 + step);
    }

    /** The microseconds below which everything in a bucket lies. */
    static long bound(int bucket) {
        int exponent = bucket / 4 + 2;
        return (4L + bucket % 4 + 1 << exponent - 2) - 4;
    }

    /** What happened in several stretches together. */
    private static final class Sum {

        private final long[] buckets = new long[BUCKETS];
        private long count;
        private long failed;
        private double nanos;
        private double squares;

        void add(Slice slice) {
            count += slice.count.sum();
            failed += slice.failed.sum();
            nanos += slice.nanos.sum();
            squares += slice.squares.sum();
            for (int i = 0; i < BUCKETS; i++) {
                buckets[i] += slice.buckets.get(i);
            }
        }

        double errorRate() {
            return count == 0 ? 0 : (double) failed / count;
        }

        double average() {
            return count == 0 ? 0 : nanos / count;
        }

        double stability() {
            double mean = average() / 1_000;
            if (mean <= 0) {
                return 1;
            }
            double variance = Math.max(0, squares / count - mean * mean);
            return Math.max(0, 1 - Math.sqrt(variance) / mean);
        }

        double percentile(double share) {
            long wanted = (long) Math.ceil(share * count);
            long seen = 0;
            for (int i = 0; i < BUCKETS; i++) {
                seen += buckets[i];
                if (seen >= wanted && seen > 0) {
                    return bound(i) * 1_000.0;
                }
            }
            return bound(BUCKETS - 1) * 1_000.0;
        }
    }
}
