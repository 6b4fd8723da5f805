package io.mpreg.engine.rpc;

import io.mpreg.api.rpc.FunctionReport;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Counts the calls of one function.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; counting never blocks.
 */
final class FunctionMeter {

    private static final long HIGHEST_MICROS = 3_600_000_000L;
    private static final int DIGITS = 2;

    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder calls = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();
    private final ConcurrentHistogram micros = new ConcurrentHistogram(1, HIGHEST_MICROS, DIGITS);

    void started() {
        inFlight.incrementAndGet();
    }

    void ended(boolean success, long ran, long waited) {
        inFlight.decrementAndGet();
        calls.increment();
        if (!success) {
            errors.increment();
        }
        nanos.add(ran);
        waitNanos.add(waited);
        micros.recordValue(Math.max(1, Math.min(HIGHEST_MICROS, ran / 1000)));
    }

    FunctionReport report(String function) {
        long count = calls.sum();
        return new FunctionReport(
                function,
                count,
                errors.sum(),
                inFlight.get(),
                nanos.sum() / 1e6,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(95) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                count == 0 ? 0 : waitNanos.sum() / 1e6 / count);
    }
}
