package io.mpreg.bench.queue;

import io.mpreg.api.Payload;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** A queue that is as deep afterwards as before: for each message that comes, the oldest goes. */
final class EvenBroker implements Broker {

    private static final int PREFETCH = 1024;

    private final QueueClient queues;
    private final String queue;
    private final QueueMessage message;
    private final Semaphore sent = new Semaphore(0);
    private final AtomicLong acknowledged = new AtomicLong();
    private final Consumer consumer;
    private volatile boolean closed;

    EvenBroker(QueueClient queues, String queue, int bytes) {
        this.queues = queues;
        this.queue = queue;
        this.message = MpregBroker.message(bytes);
        this.consumer =
                queues.<Payload>consume(
                        ConsumerSpec.of(queue).prefetch(PREFETCH),
                        Payload.class,
                        delivery -> {
                            sent.acquire();
                            if (!closed) {
                                delivery.ack();
                                acknowledged.incrementAndGet();
                            }
                        });
    }

    /** Counts what goes. */
    AtomicLong acknowledged() {
        return acknowledged;
    }

    @Override
    public void send(Confirmation confirmation) {
        MpregBroker.send(queues, queue, message, confirmation);
        sent.release();
    }

    @Override
    public void close() {
        closed = true;
        sent.release(PREFETCH);
        consumer.close();
    }
}
