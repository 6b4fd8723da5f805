package io.mpreg.sample.desk;

import java.util.List;
import java.util.Map;

/**
 * Everything the desk shows.
 *
 * @param state {@code STARTING}, {@code RUNNING}, {@code COMPLETE} or {@code FAILED}
 * @param failure why it failed; empty otherwise
 * @param node the node that the desk talks to
 * @param attachment the way it does
 * @param total how many earthquakes the feed has
 * @param events how many were published, heard and enriched
 * @param byNetwork their number by network
 * @param byClass their number by magnitude class
 * @param strongest the ten strongest
 * @param alerts what became of the alerts
 * @param cache how the cache of airport look-ups did
 * @param timeline everything that was done with the strongest one, in order
 */
public record Summary(
        String state,
        String failure,
        String node,
        String attachment,
        int total,
        int events,
        Map<String, Long> byNetwork,
        Map<String, Long> byClass,
        List<Strong> strongest,
        Alerts alerts,
        Cache cache,
        List<Station> timeline) {

    /** One of the strongest earthquakes. */
    public record Strong(
            String id,
            double magnitude,
            String magnitudeClass,
            String place,
            String network,
            String time,
            NearestAirport nearestAirport,
            double energyJoules,
            String severity,
            String correlationId) {}

    /** How many alerts were sent, and how many of them were acknowledged. */
    public record Alerts(int sent, int acknowledged) {}

    /** The counts of the cache of airport look-ups. */
    public record Cache(long hits, long misses, double hitRate, long size) {}

    /** One event of the timeline. */
    public record Station(
            String timestamp,
            String system,
            String type,
            String topic,
            String trackingId,
            double latencyMs,
            boolean success) {}
}
