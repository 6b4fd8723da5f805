package io.mpreg.bench.queue;

import io.mpreg.api.MpregException;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueMessage;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Offers messages at a rate, whatever becomes of them, as far as the calls return in time. */
final class Producer extends Thread {

    private static final long PAUSE_NS = 1_000_000;
    private static final String ADVICE = "retryAfterMs";

    private final QueueClient queues;
    private final String queue;
    private final QueueMessage message;
    private final double rate;
    private final long nanos;
    private final LongAdder refused = new LongAdder();
    private final LongAdder advised = new LongAdder();
    private final AtomicLong open = new AtomicLong();
    private volatile long offered;
    private volatile long cpuNanos;
    private volatile Throwable unexpected;

    Producer(QueueClient queues, String queue, int bytes, double rate, int seconds) {
        super("producer");
        this.queues = queues;
        this.queue = queue;
        this.message = MpregBroker.message(bytes);
        this.rate = rate;
        this.nanos = (long) (seconds * 1e9);
    }

    @Override
    public void run() {
        long begun = System.nanoTime();
        long count = 0;
        for (long now = 0; now < nanos; now = System.nanoTime() - begun) {
            long due = (long) (now / 1e9 * rate);
            while (count < due && System.nanoTime() - begun < nanos) {
                offer();
                count++;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        offered = count;
        cpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void offer() {
        open.incrementAndGet();
        queues.sendAsync(queue, message)
                .whenComplete(
                        (receipt, failure) -> {
                            open.decrementAndGet();
                            if (failure != null) {
                                refused(failure);
                            }
                        });
    }

    private void refused(Throwable failure) {
        Throwable reason = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(reason instanceof MpregException known)) {
            unexpected = reason;
            return;
        }
        refused.increment();
        if (known.details().containsKey(ADVICE)) {
            advised.increment();
        }
    }

    /** How long it had a processor, in nanoseconds. */
    long cpuNanos() {
        return cpuNanos;
    }

    /** How many messages it offered. */
    long offered() {
        return offered;
    }

    /** How many were refused. */
    long refused() {
        return refused.sum();
    }

    /** How many of these with advice when to come again. */
    long advised() {
        return advised.sum();
    }

    /** Returns when all that was offered has been taken or refused. */
    void awaitSettled() {
        while (open.get() > 0) {
            LockSupport.parkNanos(PAUSE_NS);
        }
        if (unexpected != null) {
            throw new IllegalStateException("a send ended in a way of its own", unexpected);
        }
    }
}
