package io.mpreg.bench;

import io.mpreg.bench.report.Lines;

/** Something that can be measured. */
@FunctionalInterface
public interface Workload {

    /** Measures, and prints a line per result. */
    void measure(Options options, Lines lines) throws Exception;
}
