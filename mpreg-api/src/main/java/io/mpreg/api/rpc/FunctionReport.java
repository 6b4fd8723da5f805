package io.mpreg.api.rpc;

/**
 * How the calls of one function went, as seen by the callers at one node; times in milliseconds.
 *
 * @param function the function's name
 * @param calls how many ended
 * @param errors how many of them did not succeed
 * @param inFlight how many run at present
 * @param totalMs how long all of them ran together
 * @param p50Ms half of them ran at most so long
 * @param p95Ms 95 of 100 ran at most so long
 * @param p99Ms 99 of 100 ran at most so long
 * @param averageWaitMs how long they waited for what they depended on, on average
 * @since 0.1
 */
public record FunctionReport(
        String function,
        long calls,
        long errors,
        int inFlight,
        double totalMs,
        double p50Ms,
        double p95Ms,
        double p99Ms,
        double averageWaitMs) {}
