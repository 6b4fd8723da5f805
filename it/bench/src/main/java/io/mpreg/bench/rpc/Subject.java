package io.mpreg.bench.rpc;

import io.mpreg.bench.report.Series;

/**
 * What is measured, and what came out.
 *
 * @param name how results call it
 * @param callee what is called
 * @param latency the median time of a call by one caller, in microseconds, per round
 * @param throughput calls a second by many callers, per round
 */
record Subject(String name, Callers.Callee callee, Series latency, Series throughput) {

    Subject(String name, Callers.Callee callee) {
        this(name, callee, new Series(), new Series());
    }
}
