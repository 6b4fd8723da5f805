package io.mpreg.engine.monitor;

/**
 * What a meter shows.
 *
 * @param operations how many there were since the start
 * @param errors how many of these failed
 * @param rate how many there were per second in the last full interval
 * @param errorRate the share that failed in the last minute, 0 to 1
 * @param p50 the median latency of the last minute, in nanoseconds
 * @param p95 the latency that 95 of 100 stayed below
 * @param p99 the latency that 99 of 100 stayed below
 */
record Reading(
        long operations,
        long errors,
        double rate,
        double errorRate,
        long p50,
        long p95,
        long p99) {}
