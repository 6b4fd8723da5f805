package io.mpreg.bench.slow;

import io.mpreg.api.topic.Publication;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A publisher at a steady rate and a subscriber that reads all of it, on two connections; how long
 * each message took from the one to the other, in the order of arrival.
 */
final class Healthy implements AutoCloseable {

    static final String TOPICS = "flood.*";

    private static final int UNDER_WAY = 10_000;
    private static final int PADDING = 200;
    private static final long PATIENCE_S = 30;

    private final RemoteMpregClient publisher;
    private final RemoteMpregClient subscriber;
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger heard = new AtomicInteger();
    private volatile long[] nanos = new long[0];

    Healthy(String node) {
        publisher = MpregClients.connect(RemoteOptions.to(node).application("publisher"));
        subscriber = MpregClients.connect(RemoteOptions.to(node).application("subscriber"));
        subscriber.topics().subscribe(TOPICS, String.class, message -> hear(message.body()));
    }

    private void hear(String body) {
        long sent = Long.parseLong(body.substring(0, body.indexOf(' ')));
        int at = heard.get();
        if (at < nanos.length) {
            nanos[at] = System.nanoTime() - sent;
        }
        heard.set(at + 1);
    }

    /**
     * Sends messages and waits until all have come or gone.
     *
     * @return how many did not come, of those that the node took
     */
    int send(int messages, int perSecond) throws InterruptedException {
        nanos = new long[messages];
        heard.set(0);
        int before = refused.get();
        String padding = " ".repeat(PADDING);
        Semaphore room = new Semaphore(UNDER_WAY);
        long begun = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            long due = begun + (long) (i * 1e9 / perSecond);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            room.acquire();
            publisher
                    .topics()
                    .publishAsync(
                            Publication.on("flood.t" + i % 8).payload(System.nanoTime() + padding))
                    .whenComplete(
                            (receipt, failure) -> {
                                room.release();
                                if (failure != null) {
                                    refused.incrementAndGet();
                                }
                            });
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (heard.get() + refused.get() - before < messages && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return messages - heard.get() - (refused.get() - before);
    }

    /** How many messages the node did not take. */
    int refused() {
        return refused.get();
    }

    /** How many messages subscribers did not get because they were slow, the deaf ones included. */
    long dropped() {
        return ((Number) publisher.monitor().metrics().get("pubsub.dropped.oldest")).longValue();
    }

    /** The milliseconds within which a share of the last messages had come. */
    double percentileMs(double share) {
        long[] sorted = Arrays.copyOf(nanos, Math.min(heard.get(), nanos.length));
        Arrays.sort(sorted);
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
    }

    @Override
    public void close() {
        publisher.close();
        subscriber.close();
    }
}
