package io.mpreg.engine.monitor;

import io.mpreg.api.MpregSystem;
import io.mpreg.api.monitor.HealthReport;
import io.mpreg.api.monitor.HealthReport.SystemHealth;
import io.mpreg.api.monitor.HealthStatus;
import java.util.EnumMap;
import java.util.Map;

/** The arithmetic of health. */
final class Health {

    static final double HEALTHY = 0.8;
    static final double DEGRADED = 0.6;

    private static final double ERROR_WEIGHT = 0.6;
    private static final double LATENCY_WEIGHT = 0.4;
    private static final double WORST_MILLIS = 5_000;

    private Health() {}

    static SystemHealth of(long operations, double errorRate, double p95Ms) {
        if (operations == 0) {
            return new SystemHealth(HealthStatus.UNAVAILABLE, 1, 0, 0, 0);
        }
        double score =
                1 - ERROR_WEIGHT * errorRate - LATENCY_WEIGHT * Math.min(p95Ms / WORST_MILLIS, 1);
        return new SystemHealth(status(score), score, operations, errorRate, p95Ms);
    }

    static HealthReport report(Map<MpregSystem, SystemHealth> systems) {
        Map<HealthStatus, Integer> counts = new EnumMap<>(HealthStatus.class);
        for (HealthStatus status : HealthStatus.values()) {
            counts.put(status, 0);
        }
        double sum = 0;
        int known = 0;
        for (SystemHealth system : systems.values()) {
            counts.merge(system.status(), 1, Integer::sum);
            if (system.status() != HealthStatus.UNAVAILABLE) {
                sum += system.score();
                known++;
            }
        }
        double score = known == 0 ? 1 : sum / known;
        HealthStatus status = known == 0 ? HealthStatus.UNAVAILABLE : status(score);
        return new HealthReport(status, score, Map.copyOf(systems), Map.copyOf(counts));
    }

    /* The weights are no binary fractions: without a margin 1 - 0.4 would fall below 0.6. */
    private static HealthStatus status(double score) {
        double shown = score + 1e-9;
        if (shown >= HEALTHY) {
            return HealthStatus.HEALTHY;
        }
        return shown >= DEGRADED ? HealthStatus.DEGRADED : HealthStatus.CRITICAL;
    }
}
