package io.mpreg.bench.kill;

import io.mpreg.api.Payload;
import io.mpreg.api.queue.Consumer;
import io.mpreg.api.queue.ConsumerSpec;
import io.mpreg.api.queue.Delivery;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What a client does between two kills: takes what the node has kept, then sends and acknowledges
 * as fast as it can. Some messages stay unacknowledged, so that there is something to keep.
 */
final class Life {

    private static final String QUEUE = "kept";
    private static final int BYTES = 1024;
    private static final int IN_FLIGHT = 64;
    private static final int KEPT_PERCENT = 10;
    private static final int MOST_KEPT = 100_000;
    private static final long RECOVERY_S = 60;

    private final QueueClient queues;
    private final Witness witness;
    private final int first;
    private final Random random;
    private final Set<Integer> seen = ConcurrentHashMap.newKeySet();
    private final Semaphore room = new Semaphore(IN_FLIGHT);
    private volatile boolean over;

    /**
     * @param first the number of the first message that is sent; all before it are of former lives
     */
    Life(QueueClient queues, Witness witness, int first, long seed) {
        this.queues = queues;
        this.witness = witness;
        this.first = first;
        this.random = new Random(seed);
    }

    /** Takes what is there; returns when everything has been delivered once. */
    Consumer recover() throws InterruptedException {
        queues.create(
                QueueSpec.builder(QUEUE)
                        .maxDepth(10 * MOST_KEPT)
                        .maxRetries(10_000)
                        .ackTimeout(Duration.ofHours(1))
                        .build());
        int kept = (int) queues.info(QUEUE).orElseThrow().stats().depth();
        CountDownLatch missing = new CountDownLatch(kept);
        Consumer consumer =
                queues.<Payload>consume(
                        ConsumerSpec.of(QUEUE).prefetch(MOST_KEPT),
                        Payload.class,
                        delivery -> take(delivery, missing));
        if (!missing.await(RECOVERY_S, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    missing.getCount() + " of " + kept + " kept messages were not delivered");
        }
        witness.recovered();
        return consumer;
    }

    private void take(Delivery<Payload> delivery, CountDownLatch missing) {
        int number = ByteBuffer.wrap(delivery.payload().bytes()).getInt();
        if (number < first && seen.add(number)) {
            witness.found(number);
            missing.countDown();
        }
        boolean keeps;
        synchronized (random) {
            keeps = random.nextInt(100) < KEPT_PERCENT;
        }
        if (!keeps) {
            witness.acknowledging(number);
            delivery.ack()
                    .whenComplete(
                            (done, failure) -> {
                                if (failure == null && done) {
                                    witness.acknowledged(number);
                                }
                            });
        }
    }

    /** Sends until the node does not answer any more, or {@link #end}. */
    void work() throws InterruptedException {
        for (int number = first; !over; number++) {
            int sent = number;
            room.acquire();
            witness.sending(sent);
            queues.sendAsync(QUEUE, message(sent))
                    .whenComplete(
                            (receipt, failure) -> {
                                if (failure == null) {
                                    witness.confirmed(sent);
                                } else {
                                    over = true;
                                }
                                room.release();
                            });
        }
    }

    /** Ends the sending. */
    void end() {
        over = true;
        room.release(IN_FLIGHT);
    }

    private static QueueMessage message(int number) {
        byte[] bytes = ByteBuffer.allocate(BYTES).putInt(number).array();
        return QueueMessage.of(new Payload("application/octet-stream", bytes));
    }
}
