package io.mpreg.bench.queue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends as fast as confirmations come, and keeps the consumer so close behind that no broker has to
 * push messages out of its memory.
 */
final class Stream {

    private static final int MOST_BEHIND = 8_000;
    private static final int LOOK_EVERY = 64;
    private static final long PAUSE_NS = 20_000;
    private static final long STALL_NS = TimeUnit.SECONDS.toNanos(60);

    private final Broker broker;
    private final AtomicLong acknowledged;
    private final Window window;
    private long sent;

    /**
     * @param acknowledged counts what the consumer of the broker acknowledges
     * @param inFlight how many messages may be unconfirmed
     */
    Stream(Broker broker, AtomicLong acknowledged, int inFlight) {
        this.broker = broker;
        this.acknowledged = acknowledged;
        this.window = new Window(inFlight);
    }

    /** Sends for a time; returns messages a second, all of them confirmed and acknowledged. */
    double run(double seconds) throws Exception {
        long begun = System.nanoTime();
        long end = begun + (long) (seconds * 1e9);
        long before = sent;
        while (System.nanoTime() < end) {
            send(LOOK_EVERY);
            await(sent - MOST_BEHIND);
        }
        return settled(before, begun);
    }

    /** Sends a number of messages; returns messages a second as above. */
    double run(int messages) throws Exception {
        long begun = System.nanoTime();
        long before = sent;
        for (int i = 0; i < messages; i += LOOK_EVERY) {
            send(Math.min(LOOK_EVERY, messages - i));
            await(sent - MOST_BEHIND);
        }
        return settled(before, begun);
    }

    private void send(int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            window.enter();
            broker.send(window);
        }
        sent += messages;
    }

    private double settled(long before, long begun) throws InterruptedException {
        window.empty();
        await(sent);
        return (sent - before) / ((System.nanoTime() - begun) / 1e9);
    }

    private void await(long wanted) {
        long stalled = System.nanoTime() + STALL_NS;
        while (acknowledged.get() < wanted) {
            if (System.nanoTime() > stalled) {
                throw new IllegalStateException(
                        acknowledged.get()
                                + " messages were delivered where "
                                + wanted
                                + " should");
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
