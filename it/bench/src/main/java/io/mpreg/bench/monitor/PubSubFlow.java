package io.mpreg.bench.monitor;

import io.mpreg.api.Payload;
import io.mpreg.api.topic.SlowConsumerPolicy;
import io.mpreg.api.topic.Subscription;
import io.mpreg.api.topic.SubscriptionSpec;
import io.mpreg.api.topic.TopicClient;
import io.mpreg.bench.queue.EngineNode;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** From one publisher to one subscriber of a wildcard, which publishers wait for. */
final class PubSubFlow implements MonitorCostWorkload.Flow, AutoCloseable {

    private static final String TOPIC = "bench.orders.created";
    private static final String PATTERN = "bench.*.created";
    private static final long PAUSE_NS = 10_000;

    private final TopicClient publisher;
    private final Subscription subscription;
    private final Payload payload;
    private final AtomicLong received = new AtomicLong();
    private long published;

    PubSubFlow(EngineNode node, int bytes) {
        this.payload = new Payload("application/octet-stream", new byte[bytes]);
        this.publisher = node.client("publisher").topics();
        this.subscription =
                node.client("subscriber")
                        .topics()
                        .<Payload>subscribe(
                                SubscriptionSpec.of(PATTERN).onSlow(SlowConsumerPolicy.BLOCK),
                                Payload.class,
                                message -> received.lazySet(received.getPlain() + 1));
    }

    @Override
    public void run(int messages) {
        for (int i = 0; i < messages; i++) {
            publisher.publish(TOPIC, payload);
        }
        published += messages;
        while (received.get() < published) {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
