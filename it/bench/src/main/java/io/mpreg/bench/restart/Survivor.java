package io.mpreg.bench.restart;

import io.mpreg.api.MpregException;
import io.mpreg.api.queue.QueueMessage;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.client.MpregClients;
import io.mpreg.client.RemoteMpregClient;
import io.mpreg.client.RemoteOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A client that registers a subscription, a consumer and a function once, and never looks after
 * them again; and one that sends, one message after the other, until each is confirmed.
 */
final class Survivor implements AutoCloseable {

    private static final String TOPIC = "restart.topic";
    private static final String QUEUE = "restart";
    private static final String FUNCTION = "restart.twice";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long POLL_MS = 20;

    private final RemoteMpregClient registered;
    private final RemoteMpregClient other;
    private final Set<Integer> heard = ConcurrentHashMap.newKeySet();
    private final Map<Integer, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private volatile boolean over;
    private volatile Throwable failure;
    private Thread sender;

    Survivor(String webSocket) {
        RemoteOptions options =
                RemoteOptions.to(webSocket)
                        .application("survivor")
                        .patience(PATIENCE)
                        .timeout(PATIENCE);
        registered = MpregClients.connect(options);
        other = MpregClients.connect(options);
    }

    /** Registers everything, and begins to send. */
    void begin() {
        registered.topics().subscribe(TOPIC, Integer.class, message -> heard.add(message.body()));
        registered.queues().create(QueueSpec.named(QUEUE));
        registered
                .queues()
                .consume(
                        QUEUE,
                        Integer.class,
                        delivery -> {
                            taken.computeIfAbsent(delivery.body(), n -> new AtomicInteger())
                                    .incrementAndGet();
                            delivery.ack();
                        });
        registered
                .rpc()
                .register(
                        FunctionSpec.named(FUNCTION),
                        call -> call.<Integer>arg(0, Integer.class) * 2);
        sender = new Thread(this::send, "survivor-sender");
        sender.setDaemon(true);
        sender.start();
    }

    private void send() {
        for (int number = 0; !over; number++) {
            while (!confirmed(number)) {
                repeated.incrementAndGet();
                if (failure != null) {
                    return;
                }
            }
            confirmed.incrementAndGet();
        }
    }

    /* Lost connections leave it open whether the node has the message: so once more, as the same. */
    private boolean confirmed(int number) {
        try {
            other.queues().send(QUEUE, QueueMessage.of(number).dedupeId("n" + number));
            return true;
        } catch (MpregException e) {
            if (!e.code().equals(io.mpreg.api.ErrorCode.UNAVAILABLE)) {
                failure = e;
            }
            return false;
        }
    }

    /**
     * Whether subscription, consumer and function work, with the number of a round.
     *
     * @throws IllegalStateException if one of them does not within some minutes
     */
    void assertWorks(int round) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        int published = round * 1_000_000;
        while (!heard.contains(published)) {
            check(end, "the subscription");
            try {
                other.topics().publish(TOPIC, published);
            } catch (MpregException e) {
                continue; // the connection was lost: the client waits for the next one
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        Integer result = null;
        while (result == null) {
            check(end, "the function");
            try {
                result = other.rpc().call(FUNCTION, round).as(Integer.class);
            } catch (MpregException e) {
                TimeUnit.MILLISECONDS.sleep(POLL_MS);
            }
        }
        if (result != 2 * round) {
            throw new IllegalStateException("the function has returned " + result);
        }
        long before = confirmed.get();
        while (confirmed.get() < before + 2 || !taken.containsKey((int) before + 1)) {
            check(end, "the consumer");
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private void check(long end, String what) {
        if (failure != null) {
            throw new IllegalStateException("a send has failed for good", failure);
        }
        if (System.nanoTime() > end) {
            throw new IllegalStateException(what + " did not come back within " + PATIENCE);
        }
    }

    /**
     * Stops sending, and waits for what is under way; returns what was confirmed and never came.
     */
    long lost() throws InterruptedException {
        over = true;
        sender.join();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (missing() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        return missing();
    }

    private long missing() {
        long missing = 0;
        for (int number = 0; number < confirmed.get(); number++) {
            if (!taken.containsKey(number)) {
                missing++;
            }
        }
        return missing;
    }

    /** How many sends were confirmed. */
    long sent() {
        return confirmed.get();
    }

    /** How often a message was sent once more, because a connection was lost. */
    long repeated() {
        return repeated.get();
    }

    /** How many deliveries were not the first of their message. */
    long again() {
        return taken.values().stream().mapToLong(times -> times.get() - 1L).sum();
    }

    @Override
    public void close() {
        over = true;
        registered.close();
        other.close();
    }
}
