package io.mpreg.bench.queue;

import io.mpreg.api.Payload;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import java.util.concurrent.atomic.AtomicLong;

/** A queue of a node, in this process or over a connection: both look the same to a client. */
final class MpregBroker implements Broker {

    private static final String QUEUE = "bench";

    private final QueueClient sender;
    private final Consumer consumer;
    private final QueueMessage message;

    MpregBroker(QueueClient sender, QueueClient receiver, int bytes, AtomicLong acknowledged) {
        this.sender = sender;
        this.message = message(bytes);
        sender.create(QueueSpec.named(QUEUE));
        this.consumer =
                receiver.<Payload>consume(
                        ConsumerSpec.of(QUEUE).prefetch(1024),
                        Payload.class,
                        delivery -> {
                            delivery.ack();
                            acknowledged.incrementAndGet();
                        });
    }

    /** A message of that many bytes. */
    static QueueMessage message(int bytes) {
        return QueueMessage.of(new Payload("application/octet-stream", new byte[bytes]));
    }

    @Override
    public void send(Confirmation confirmation) {
        send(sender, QUEUE, message, confirmation);
    }

    /** Sends a message to a queue. */
    static void send(
            QueueClient sender, String queue, QueueMessage message, Confirmation confirmation) {
        sender.sendAsync(queue, message)
                .whenComplete(
                        (receipt, failure) -> {
                            if (failure == null) {
                                confirmation.confirmed();
                            } else {
                                confirmation.failed(failure);
                            }
                        });
    }

    @Override
    public void close() {
        consumer.close();
    }
}
