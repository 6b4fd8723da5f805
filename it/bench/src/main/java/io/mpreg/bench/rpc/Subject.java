package io.mpreg.bench.rpc;

import io.mpreg.bench.report.Series;
import java.util.Map;

/**
 * What is measured, and what came out.
 *
 * @param name how results call it
 * @param callee what is called
 * @param settings how it is set, beyond what is the same for all
 * @param latency the median time of a call by one caller, in microseconds, per round
 * @param throughput calls a second by many callers, per round
 */
record Subject(
        String name,
        Callers.Callee callee,
        Map<String, Object> settings,
        Series latency,
        Series throughput) {

    Subject(String name, Map<String, Object> settings, Callers.Callee callee) {
        this(name, callee, settings, new Series(), new Series());
    }
}
