package io.mpreg.bench.monitor;

import io.mpreg.api.Payload;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.bench.queue.EngineNode;
import java.util.concurrent.Semaphore;

/** Through a durable queue to one consumer that acknowledges each message. */
final class QueueFlow implements MonitorCostWorkload.Flow, AutoCloseable {

    private static final String QUEUE = "bench";
    private static final int IN_FLIGHT = 512;
    private static final int MOST_BEHIND = 4_096;

    private final QueueClient sender;
    private final Consumer consumer;
    private final QueueMessage message;
    private final Semaphore unconfirmed = new Semaphore(IN_FLIGHT);
    private final Semaphore behind = new Semaphore(MOST_BEHIND);

    QueueFlow(EngineNode node, int bytes) {
        this.message = QueueMessage.of(new Payload("application/octet-stream", new byte[bytes]));
        this.sender = node.queues("sender");
        sender.create(QueueSpec.named(QUEUE));
        this.consumer =
                node.queues("receiver")
                        .<Payload>consume(
                                ConsumerSpec.of(QUEUE).prefetch(2 * IN_FLIGHT),
                                Payload.class,
                                delivery -> {
                                    delivery.ack();
                                    behind.release();
                                });
    }

    @Override
    public void run(int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            behind.acquire();
            unconfirmed.acquire();
            sender.sendAsync(QUEUE, message).whenComplete((sent, failed) -> unconfirmed.release());
        }
        unconfirmed.acquire(IN_FLIGHT);
        unconfirmed.release(IN_FLIGHT);
        behind.acquire(MOST_BEHIND);
        behind.release(MOST_BEHIND);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
