package io.mpreg.engine.rpc;

import io.mpreg.api.rpc.FunctionReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meters of all functions that were called.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Analytics {

    /** Under which name the calls are counted for which there is no meter left. */
    static final String OTHERS = "(others)";

    private static final int MAX_FUNCTIONS = 1000;

    private final ConcurrentHashMap<String, FunctionMeter> meters = new ConcurrentHashMap<>();
    private final FunctionMeter others = new FunctionMeter();

    private FunctionMeter meter(String function) {
        FunctionMeter known = meters.get(function);
        if (known != null) {
            return known;
        }
        return meters.size() >= MAX_FUNCTIONS
                ? others
                : meters.computeIfAbsent(function, name -> new FunctionMeter());
    }

    /** Notes a start; the meter is to be told of the end. */
    FunctionMeter started(String function) {
        FunctionMeter meter = meter(function);
        meter.started();
        return meter;
    }

    /** All functions, those that took the most time first. */
    List<FunctionReport> report() {
        List<FunctionReport> all = new ArrayList<>();
        meters.forEach((function, meter) -> all.add(meter.report(function)));
        FunctionReport rest = others.report(OTHERS);
        if (rest.calls() > 0 || rest.inFlight() > 0) {
            all.add(rest);
        }
        all.sort(
                Comparator.comparingDouble(FunctionReport::totalMs)
                        .reversed()
                        .thenComparing(FunctionReport::function));
        return all;
    }
}
