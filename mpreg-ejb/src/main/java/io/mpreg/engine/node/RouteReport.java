package io.mpreg.engine.node;

import io.mpreg.engine.route.RouterStatistics;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The statistics of the router as JSON values by name. */
final class RouteReport {

    private RouteReport() {}

    static Map<String, Object> of(RouterStatistics statistics) {
        Map<String, Object> report = new TreeMap<>();
        report.put("total", statistics.total());
        report.put("local", statistics.local());
        report.put("federated", statistics.federated());
        report.put("fallbacks", statistics.fallbacks());
        report.put("federationRatio", statistics.federationRatio());
        report.put("localEfficiency", statistics.localEfficiency());
        report.put("cacheHits", statistics.cacheHits());
        report.put("cacheHitRatio", statistics.cacheHitRatio());
        report.put("cachedRoutes", statistics.cachedRoutes());
        report.put("averageMicros", statistics.averageMicros());
        report.put("p50Micros", statistics.p50Micros());
        report.put("p95Micros", statistics.p95Micros());
        report.put("p99Micros", statistics.p99Micros());
        report.put("byKind", words(statistics.byKind()));
        report.put("bySystem", words(statistics.bySystem()));
        report.put("policyApplications", new TreeMap<>(statistics.policyApplications()));
        return report;
    }

    private static Map<String, Long> words(Map<? extends Enum<?>, Long> counts) {
        Map<String, Long> named = new TreeMap<>();
        counts.forEach((key, count) -> named.put(key.name().toLowerCase(Locale.ROOT), count));
        return named;
    }
}
