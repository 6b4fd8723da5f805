package io.mpreg.sample.desk;

import io.mpreg.api.MpregClient;
import io.mpreg.api.cache.CacheStats;
import io.mpreg.api.monitor.MonitorEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Writes up what the desk knows. */
@ApplicationScoped
public class Report {

    private static final int STRONGEST = 10;

    @Inject MpregClient mpreg;
    @Inject Ledger ledger;
    @Inject Broadcast broadcast;

    /** The state of things now. */
    public Summary summary() {
        List<Ledger.Entry> strongest = ledger.strongest(STRONGEST);
        CacheStats cache = mpreg.cache(QuakeFunctions.REGION).stats();
        return new Summary(
                state(),
                broadcast.failure(),
                mpreg.node().node(),
                mpreg.attachment().name(),
                broadcast.total(),
                ledger.size(),
                ledger.byNetwork(),
                ledger.byClass(),
                strongest.stream().map(Report::strong).collect(Collectors.toList()),
                new Summary.Alerts(ledger.alertsSent(), ledger.alertsAcknowledged()),
                new Summary.Cache(cache.hits(), cache.misses(), cache.hitRate(), cache.size()),
                strongest.isEmpty() ? List.of() : timeline(strongest.get(0).correlationId()));
    }

    private String state() {
        if (!broadcast.failure().isEmpty()) {
            return "FAILED";
        }
        int total = broadcast.total();
        if (total == 0) {
            return "STARTING";
        }
        boolean complete =
                ledger.size() == total && ledger.alertsAcknowledged() == ledger.alertsSent();
        return complete ? "COMPLETE" : "RUNNING";
    }

    private List<Summary.Station> timeline(String correlationId) {
        return mpreg.monitor().timelineOfCorrelation(correlationId).stream()
                .map(Report::station)
                .collect(Collectors.toList());
    }

    private static Summary.Strong strong(Ledger.Entry entry) {
        Quake quake = entry.enriched().quake();
        return new Summary.Strong(
                quake.id(),
                quake.magnitude(),
                MagnitudeClass.of(quake.magnitude()).label(),
                quake.place(),
                quake.network(),
                Instant.ofEpochMilli(quake.time()).toString(),
                entry.enriched().airport(),
                entry.enriched().energyJoules(),
                entry.enriched().severity().name(),
                entry.correlationId());
    }

    private static Summary.Station station(MonitorEvent event) {
        return new Summary.Station(
                event.timestamp().toString(),
                event.system().label(),
                event.type(),
                event.topic().orElse(""),
                event.trackingId(),
                event.latencyMs(),
                event.success());
    }
}
