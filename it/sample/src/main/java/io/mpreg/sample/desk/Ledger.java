package io.mpreg.sample.desk;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the desk knows so far.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
@ApplicationScoped
public class Ledger {

    private final Map<String, Entry> quakes = new ConcurrentHashMap<>();
    private final Set<String> alertsSent = ConcurrentHashMap.newKeySet();
    private final Set<String> alertsAcknowledged = ConcurrentHashMap.newKeySet();

    /** An earthquake, and the id that ties together all that was done with it. */
    record Entry(EnrichedQuake enriched, String correlationId) {}

    void enter(EnrichedQuake enriched, String correlationId) {
        quakes.put(enriched.quake().id(), new Entry(enriched, correlationId));
    }

    void alertSent(String quakeId) {
        alertsSent.add(quakeId);
    }

    void alertAcknowledged(String quakeId) {
        alertsAcknowledged.add(quakeId);
    }

    int size() {
        return quakes.size();
    }

    int alertsSent() {
        return alertsSent.size();
    }

    int alertsAcknowledged() {
        return alertsAcknowledged.size();
    }

    Map<String, Long> byNetwork() {
        return count(entry -> entry.enriched().quake().network());
    }

    Map<String, Long> byClass() {
        return count(entry -> MagnitudeClass.of(entry.enriched().quake().magnitude()).label());
    }

    /** The strongest earthquakes, the latest first among equals. */
    List<Entry> strongest(int limit) {
        Comparator<Entry> byMagnitude =
                Comparator.comparingDouble(entry -> entry.enriched().quake().magnitude());
        Comparator<Entry> byTime =
                Comparator.comparingLong(entry -> entry.enriched().quake().time());
        return quakes.values().stream()
                .sorted(byMagnitude.thenComparing(byTime).reversed())
                .limit(limit)
                .collect(Collectors.toList());
    }

    private Map<String, Long> count(Function<Entry, String> by) {
        return quakes.values().stream()
                .collect(Collectors.groupingBy(by, TreeMap::new, Collectors.counting()));
    }
}
