package io.mpreg.bench.fuzz;

import io.mpreg.api.MpregException;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that does everything right, one operation after the other, and checks what it gets. */
final class Bystander implements AutoCloseable {

    private static final int MOST = 2_000_000;
    private static final long PATIENCE_S = 10;
    private static final String TOPIC = "bystander.topic";
    private static final String QUEUE = "bystander";

    private final RemoteMpregClient client;
    private final BlockingQueue<Integer> heard = new LinkedBlockingQueue<>(1000);
    private final BlockingQueue<Integer> taken = new LinkedBlockingQueue<>(1000);
    private final long[] nanos = new long[MOST];
    private int operations;
    private int wrong;
    private int number;

    Bystander(String webSocket) {
        client = MpregClients.connect(RemoteOptions.to(webSocket).application("bystander"));
        client.topics().subscribe(TOPIC, Integer.class, message -> heard.add(message.body()));
        client.queues().create(QueueSpec.named(QUEUE));
        client.queues()
                .consume(
                        QUEUE,
                        Integer.class,
                        delivery -> {
                            taken.add(delivery.body());
                            delivery.ack();
                        });
    }

    /** Forgets what was measured. */
    void clear() {
        operations = 0;
        wrong = 0;
    }

    /** One round of a publication, a call and a message of a queue. */
    void round() throws InterruptedException {
        number++;
        timed(
                () -> {
                    client.topics().publish(TOPIC, number);
                    return awaited(heard);
                });
        timed(() -> client.rpc().call("mpreg.echo", number).as(Integer.class));
        timed(
                () -> {
                    client.queues().send(QUEUE, QueueMessage.of(number));
                    return awaited(taken);
                });
    }

    /* What belongs to a round that was given up may come late. */
    private @Nullable Integer awaited(BlockingQueue<Integer> from) throws InterruptedException {
        Integer got;
        do {
            got = from.poll(PATIENCE_S, TimeUnit.SECONDS);
        } while (got != null && got != number);
        return got;
    }

    /** Something that must come back with the number of the round. */
    private interface Operation {
        @Nullable Integer run() throws InterruptedException;
    }

    private void timed(Operation operation) throws InterruptedException {
        long begun = System.nanoTime();
        @Nullable Integer got;
        try {
            got = operation.run();
        } catch (MpregException e) {
            got = null;
        }
        if (operations < MOST) {
            nanos[operations++] = System.nanoTime() - begun;
        }
        if (got == null || got != number) {
            wrong++;
        }
    }

    /** How many frames the node has taken from all its clients. */
    long framesIn() {
        return metric("transport.framesIn");
    }

    /** How many of them were malformed as a whole. */
    long malformedFrames() {
        return metric("transport.malformedFrames");
    }

    /** How many connections the node has. */
    long sessions() {
        return metric("transport.sessions");
    }

    private long metric(String name) {
        return ((Number) client.monitor().metrics().get(name)).longValue();
    }

    /** How many operations there were. */
    int operations() {
        return operations;
    }

    /** How many did not bring what they should. */
    int wrong() {
        return wrong;
    }

    /** The milliseconds within which a share of the operations was through. */
    double percentileMs(double share) {
        long[] sorted = Arrays.copyOf(nanos, operations);
        Arrays.sort(sorted);
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
    }

    @Override
    public void close() {
        client.close();
    }
}
