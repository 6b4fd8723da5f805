package io.mpreg.engine.node;

import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.pubsub.DropReason;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.pubsub.ExchangeStatistics;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Shows the numbers of pub/sub among the metrics. */
final class PubSubGauges {

    private PubSubGauges() {}

    static void show(NodeMonitor monitor, Exchange exchange) {
        gauge(monitor, exchange, "subscriptions", ExchangeStatistics::subscriptions);
        gauge(monitor, exchange, "delivered", ExchangeStatistics::delivered);
        gauge(monitor, exchange, "failed", ExchangeStatistics::failed);
        gauge(monitor, exchange, "unreadable", ExchangeStatistics::unreadable);
        gauge(monitor, exchange, "unsaved", ExchangeStatistics::unsaved);
        gauge(monitor, exchange, "backlog.messages", ExchangeStatistics::backlogMessages);
        gauge(monitor, exchange, "backlog.bytes", ExchangeStatistics::backlogBytes);
        for (DropReason reason : DropReason.values()) {
            gauge(
                    monitor,
                    exchange,
                    "dropped." + reason.name().toLowerCase(Locale.ROOT),
                    statistics -> statistics.dropped().getOrDefault(reason, 0L));
        }
    }

    private static void gauge(
            NodeMonitor monitor,
            Exchange exchange,
            String name,
            ToLongFunction<ExchangeStatistics> number) {
        monitor.gauge("pubsub." + name, () -> number.applyAsLong(exchange.statistics()));
    }
}
