package io.mpreg.bench.queue;

import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;

/** Sends to a queue that nobody consumes. */
final class MpregBlocking implements Blocking {

    private static final String QUEUE = "latency";

    private final QueueClient queues;
    private final QueueMessage message;

    MpregBlocking(QueueClient queues, int bytes, int most) {
        this.queues = queues;
        this.message = MpregBroker.message(bytes);
        queues.create(QueueSpec.builder(QUEUE).maxDepth(most).build());
    }

    @Override
    public void send() {
        queues.send(QUEUE, message);
    }

    @Override
    public void clear() {
        queues.purge(QUEUE);
    }

    @Override
    public void close() {
        queues.delete(QUEUE);
    }
}
