package io.mpreg.engine.cache;

import io.mpreg.api.Headers;
import io.mpreg.api.MpregSystem;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.Payload;
import io.mpreg.engine.cache.peer.CoordinationClass;
import io.mpreg.engine.route.MessageKind;
import io.mpreg.engine.route.Provenance;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.wire.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of all regions, on request and from time to time as messages.
 *
 * <p><b>Threads.</b> {@link #tick} is called by one thread at a time.
 */
final class Figures {

    private final Regions regions;
    private final PeerDesk desk;
    private final Router router;
    private final UlidSource ulids;
    private final NodeInfo node;
    private final long interval;
    private long last;

    Figures(
            Regions regions,
            PeerDesk desk,
            Router router,
            UlidSource ulids,
            NodeInfo node,
            Duration interval) {
        this.regions = regions;
        this.desk = desk;
        this.router = router;
        this.ulids = ulids;
        this.node = node;
        this.interval = interval.toNanos();
        this.last = desk.clock().nanos();
    }

    List<RegionReport> report() {
        List<RegionReport> all = new ArrayList<>();
        regions.all().forEach(region -> all.add(report(region)));
        all.sort(
                Comparator.comparingLong((RegionReport r) -> -r.stats().hits() - r.stats().misses())
                        .thenComparing(RegionReport::region));
        return all;
    }

    private static RegionReport report(Region region) {
        Meters meters = region.meters();
        return new RegionReport(
                region.name(),
                region.spec().mode(),
                region.stats(),
                meters.gaps.sum(),
                meters.conflicts.sum(),
                meters.refreshes.sum(),
                meters.failedRefreshes.sum());
    }

    /** Publishes figures if it is time and somebody listens. */
    void tick() {
        long now = desk.clock().nanos();
        if (now - last < interval) {
            return;
        }
        last = now;
        for (Region region : regions.all()) {
            publish(region);
        }
    }

    private void publish(Region region) {
        RegionReport report = report(region);
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("hits", report.stats().hits());
        figures.put("misses", report.stats().misses());
        figures.put("hit_rate", report.stats().hitRate());
        figures.put("size", report.stats().size());
        figures.put("bytes", report.stats().bytes());
        figures.put("loads", report.stats().loads());
        figures.put("load_ms", report.stats().averageLoadMs());
        figures.put("evictions", report.stats().evictions());
        figures.put("expirations", report.stats().expirations());
        figures.put("invalidations", report.stats().invalidations());
        figures.put("gaps", report.gaps());
        figures.put("conflicts", report.conflicts());
        figures.put("refreshes", report.refreshes());
        figures.forEach((metric, value) -> publish(region, metric, value));
    }

    private void publish(Region region, String metric, Number value) {
        TopicName topic = region.topics().analytics(metric);
        if (!router.reachesAnyone(topic, MessageKind.CACHE)) {
            return;
        }
        CoordinationClass kind = CoordinationClass.MONITORING;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("region", region.name());
        body.put("node", node.node());
        body.put("metric", metric);
        body.put("value", value);
        router.dispatch(
                new UnifiedMessage(
                        ulids.next(),
                        topic,
                        MessageKind.CACHE,
                        kind.guarantee(),
                        kind.priority(),
                        Payload.json(Json.write(body)),
                        new Headers(Map.of("region", region.name(), "metric", metric)),
                        Provenance.local(MpregSystem.CACHE, node.cluster()),
                        desk.clock().millis(),
                        UnifiedMessage.NO_DEADLINE));
    }
}
