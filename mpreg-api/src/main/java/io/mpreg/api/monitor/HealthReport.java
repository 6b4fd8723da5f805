package io.mpreg.api.monitor;

import io.mpreg.api.MpregSystem;
import java.util.Map;

/**
 * How the node and its systems are.
 *
 * @param status of the node
 * @param score 0 to 1, the mean of the systems that did something; 1 when none did
 * @param systems of each system
 * @param counts how many systems are in each state; they add up to six
 * @since 0.1
 */
public record HealthReport(
        HealthStatus status,
        double score,
        Map<MpregSystem, SystemHealth> systems,
        Map<HealthStatus, Integer> counts) {

    /**
     * How one system is.
     *
     * @param score 0 to 1
     * @param operations how many operations it did
     * @param errorRate the share that failed, 0 to 1
     * @param p95Ms latency that 95 of 100 operations stay below, in milliseconds
     */
    public record SystemHealth(
            HealthStatus status, double score, long operations, double errorRate, double p95Ms) {}
}
