package io.mpreg.bench.pubsub;

import io.mpreg.api.Payload;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.bench.Options;
import io.mpreg.bench.Workload;
import io.mpreg.bench.report.Lines;
import io.mpreg.bench.report.Series;
import io.mpreg.engine.pubsub.PubSubSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * From one publisher to one subscriber in the same process, through the engine as a node has it:
 * with the monitor and the backlog on.
 */
public final class InVmWorkload implements Workload {

    private static final String TOPIC = "bench.orders.created";
    private static final String PATTERN = "bench.*.created";
    private static final long PAUSE_NS = 10_000;

    @Override
    public void measure(Options options, Lines lines) throws Exception {
        boolean quick = options.flags().contains("--quick");
        int rounds = options.number("rounds", quick ? 5 : 9);
        int messages = options.number("messages", quick ? 1_000_000 : 5_000_000);
        int bytes = options.number("bytes", 128);
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("bytes", bytes);
        settings.put("messages", messages);
        settings.put("monitor", true);
        settings.put("backlog", true);
        Series asBytes = new Series();
        Series asText = new Series();
        Payload payload = new Payload("application/octet-stream", new byte[bytes]);
        String text = "x".repeat(bytes);
        for (int round = 1 - (quick ? 2 : 3); round <= rounds; round++) {
            double first = round(Payload.class, payload, messages);
            double second = round(String.class, text, messages);
            if (round < 1) {
                lines.progress("warming up");
            } else {
                asBytes.add(first);
                asText.add(second);
                lines.progress(
                        "round "
                                + round
                                + " of "
                                + rounds
                                + ": bytes "
                                + Math.round(first)
                                + "/s, text "
                                + Math.round(second)
                                + "/s");
            }
        }
        lines.result("messages_per_s", asBytes, settings);
        Map<String, Object> textSettings = new LinkedHashMap<>(settings);
        textSettings.put("payload", "String");
        lines.result("text_messages_per_s", asText, textSettings);
    }

    private static double round(Class<?> type, Object value, int messages) {
        try (LocalPubSub node = new LocalPubSub(PubSubSettings.defaults())) {
            Tally tally = new Tally(1);
            node.client("subscriber")
                    .subscribe(
                            SubscriptionSpec.of(PATTERN).onSlow(SlowConsumerPolicy.BLOCK),
                            type,
                            message -> tally.received(0));
            TopicClient publisher = node.client("publisher");
            long begun = System.nanoTime();
            for (int i = 0; i < messages; i++) {
                publisher.publish(TOPIC, value);
            }
            while (tally.sum() < messages) {
                LockSupport.parkNanos(PAUSE_NS);
            }
            return messages / ((System.nanoTime() - begun) / 1e9);
        }
    }
}
