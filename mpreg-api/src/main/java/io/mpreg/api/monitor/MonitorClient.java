package io.mpreg.api.monitor;

import io.mpreg.api.Ulid;
import java.util.List;
import java.util.Map;

/**
 * Looks at what the node did and how it is.
 *
 * <pre>{@code
 * PublishReceipt receipt = mpreg.topics().publish("orders.created", order);
 * mpreg.monitor().timelineOfCorrelation(receipt.correlationId()).forEach(System.out::println);
 * }</pre>
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @since 0.1
 */
public interface MonitorClient {

    /** Everything with that correlation id, in causal order; empty if nothing is remembered. */
    List<MonitorEvent> timelineOfCorrelation(String correlationId);

    /** Everything that happened to one object, in causal order. */
    List<MonitorEvent> timelineOf(String trackingId);

    /** Everything that happened to one message, in causal order. */
    List<MonitorEvent> timelineOfMessage(Ulid messageId);

    /** How the node and its systems are. */
    HealthReport health();

    /** Numbers by name: counts, rates and percentiles, per system. */
    Map<String, Object> metrics();
}
