package io.mpreg.engine.monitor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Counts operations and measures how long they take, over a window of several intervals.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; counting never blocks.
 */
final class Meter {

    /** How many intervals the window has; a minute at the default interval. */
    static final int WINDOW = 12;

    private static final long MAX_NANOS = Duration.ofHours(1).toNanos();
    private static final long UNIT_NANOS = 1_000;

    private final LongAdder operations = new LongAdder();
    private final List<LongSupplier> elsewhere = new CopyOnWriteArrayList<>();
    private final LongAdder errors = new LongAdder();
    private final Recorder latencies = new Recorder(UNIT_NANOS, MAX_NANOS, 2);
    private final Object lock = new Object();

    // Guarded by lock.
    private final Histogram[] histograms = new Histogram[WINDOW];
    private final long[] operationsBefore = new long[WINDOW];
    private final long[] errorsBefore = new long[WINDOW];
    private final Histogram scratch = histogram();
    private int at;
    private double rate;

    Meter() {
        for (int i = 0; i < WINDOW; i++) {
            histograms[i] = histogram();
        }
    }

    void count(boolean success, long nanos) {
        operations.increment();
        if (!success) {
            errors.increment();
        }
        if (nanos > 0) {
            latencies.recordValue(Math.min(nanos, MAX_NANOS));
        }
    }

    /** Adds operations that somebody else counts. */
    void alsoCounts(LongSupplier more) {
        elsewhere.add(more);
    }

    void countAll(Event[] events, int count) {
        operations.add(count);
        int from = 0;
        long failures = 0;
        for (int i = 0; i < count; i++) {
            failures += events[i].success() ? 0 : 1;
            boolean last = i + 1 == count;
            long nanos = events[i].latencyNanos();
            if (last || events[i + 1].latencyNanos() != nanos) {
                if (nanos > 0) {
                    latencies.recordValueWithCount(Math.min(nanos, MAX_NANOS), i + 1L - from);
                }
                from = i + 1;
            }
        }
        if (failures > 0) {
            errors.add(failures);
        }
    }

    void countAll(EventRun run) {
        int count = run.size();
        operations.add(count);
        if (!run.success()) {
            errors.add(count);
        }
        int from = 0;
        for (int i = 0; i < count; i++) {
            long nanos = run.latencyNanos(i);
            if (i + 1 == count || run.latencyNanos(i + 1) != nanos) {
                if (nanos > 0) {
                    latencies.recordValueWithCount(Math.min(nanos, MAX_NANOS), i + 1L - from);
                }
                from = i + 1;
            }
        }
    }

    /** Ends an interval. */
    void rotate(Duration interval) {
        synchronized (lock) {
            collect();
            long total = operations();
            rate = (total - operationsBefore[at]) / (interval.toNanos() / 1e9);
            at = (at + 1) % WINDOW;
            histograms[at].reset();
            operationsBefore[at] = total;
            errorsBefore[at] = errors.sum();
        }
    }

    Reading read() {
        synchronized (lock) {
            collect();
            Histogram all = histogram();
            for (Histogram histogram : histograms) {
                all.add(histogram);
            }
            int first = (at + 1) % WINDOW;
            long failed = errors.sum();
            long total = Math.max(failed, operations());
            long recent = total - operationsBefore[first];
            long recentErrors = failed - errorsBefore[first];
            return new Reading(
                    total,
                    failed,
                    rate,
                    recent <= 0 ? 0 : Math.min(1, Math.max(0, recentErrors) / (double) recent),
                    all.getValueAtPercentile(50),
                    all.getValueAtPercentile(95),
                    all.getValueAtPercentile(99));
        }
    }

    private long operations() {
        long sum = operations.sum();
        for (LongSupplier more : elsewhere) {
            sum += more.getAsLong();
        }
        return sum;
    }

    private void collect() {
        latencies.getIntervalHistogramInto(scratch);
        histograms[at].add(scratch);
    }

    private static Histogram histogram() {
        return new Histogram(UNIT_NANOS, MAX_NANOS, 2);
    }
}
