package io.mpreg.api.cdi;

import io.mpreg.api.Ulid;
import io.mpreg.api.monitor.HealthReport;
import io.mpreg.api.monitor.MonitorClient;
import io.mpreg.api.monitor.MonitorEvent;
import java.util.List;
import java.util.Map;

/** The monitor of the node that is there. */
final class LateMonitor implements MonitorClient {

    private final LateNode node;

    LateMonitor(LateNode node) {
        this.node = node;
    }

    private MonitorClient monitor() {
        return node.client().monitor();
    }

    @Override
    public List<MonitorEvent> timelineOfCorrelation(String correlationId) {
        return monitor().timelineOfCorrelation(correlationId);
    }

    @Override
    public List<MonitorEvent> timelineOf(String trackingId) {
        return monitor().timelineOf(trackingId);
    }

    @Override
    public List<MonitorEvent> timelineOfMessage(Ulid messageId) {
        return monitor().timelineOfMessage(messageId);
    }

    @Override
    public HealthReport health() {
        return monitor().health();
    }

    @Override
    public Map<String, Object> metrics() {
        return monitor().metrics();
    }
}
