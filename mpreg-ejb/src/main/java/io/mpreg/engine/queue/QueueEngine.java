package io.mpreg.engine.queue;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.queue.QueueSettings;
import io.mpreg.api.queue.QueueSpec;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The queues of one node.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * <p><b>Failure.</b> After {@link #close} every request fails with {@link ErrorCode#UNAVAILABLE}.
 */
public final class QueueEngine implements AutoCloseable {

    private final Hub hub;
    private final ConcurrentMap<String, LiveQueue> queues = new ConcurrentHashMap<>();
    private final ReentrantLock making = new ReentrantLock();
    private final TopicSending topicSending;
    private int numbers;
    private volatile boolean closed;

    /**
     * Brings back what the store remembers.
     *
     * @param store closed with the engine
     * @throws io.mpreg.api.MpregStorageException if the store cannot be read
     */
    public QueueEngine(
            QueueEngineSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Router router,
            Monitor monitor,
            QueueStore store) {
        this(settings, node, platform, ulids, router, monitor, store, new Random(seed(ulids)));
    }

    QueueEngine(
            QueueEngineSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Router router,
            Monitor monitor,
            QueueStore store,
            RandomGenerator random) {
        this.hub = new Hub(settings, node, platform, ulids, router, monitor, store, random);
        this.topicSending = new TopicSending(this, hub);
        Recovered recovered = new Recovered(hub);
        store.telling(hub.turns::during);
        store.recover(recovered);
        queues.putAll(recovered.queues());
        numbers = recovered.highestNumber();
    }

    private static long seed(UlidSource ulids) {
        return ulids.next().low();
    }

    /** Queues for one client; consumer ids belong to what this returns. */
    public QueueClient client(ClientContext context) {
        return new LocalQueues(this, hub, topicSending, context);
    }

    /** How many topic-routed copies were left out because a send would have reached too many. */
    public long leftOut() {
        return topicSending.leftOut();
    }

    /**
     * Ends all deliveries and sending, waits a bounded time for listeners at work, and closes the
     * store. What was not acknowledged is delivered after the next start.
     */
    @Override
    public void close() {
        making.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            making.unlock();
        }
        queues.values().forEach(LiveQueue::close);
        for (LiveQueue queue : queues.values()) {
            for (LocalConsumer consumer : queue.consumers()) {
                consumer.lose();
            }
        }
        hub.store.close();
    }

    /** The queue of that name, if there is one. */
    @Nullable LiveQueue find(String name) {
        checkOpen();
        return queues.get(name);
    }

    /** The queue of that name. */
    LiveQueue get(String name) {
        LiveQueue queue = find(name);
        if (queue == null) {
            QueueNames.check(name);
            throw MpregRequestException.notFound("queue", name);
        }
        return queue;
    }

    /** The queue of that name, which is made if that is allowed. */
    LiveQueue getOrMake(String name) {
        LiveQueue queue = find(name);
        if (queue == null && hub.settings.autoCreate()) {
            create(name, hub.settings.queue());
            queue = find(name);
        }
        return queue == null ? get(name) : queue;
    }

    List<String> names() {
        checkOpen();
        return queues.keySet().stream().sorted().toList();
    }

    boolean create(QueueSpec spec) {
        QueueNames.check(spec.name());
        return create(spec.name(), QueueNames.settings(spec, hub.settings.queue()));
    }

    private boolean create(String name, QueueSettings settings) {
        QueueNames.check(name);
        making.lock();
        try {
            checkOpen();
            if (queues.containsKey(name)) {
                return false;
            }
            if (queues.size() >= hub.settings.maxQueues()) {
                throw MpregLimitException.of(
                        "this node has "
                                + hub.settings.maxQueues()
                                + " queues, which is the most (mpreg.queue.max-queues); delete one"
                                + " or raise the limit",
                        hub.settings.maxQueues());
            }
            LiveQueue queue = new LiveQueue(hub, numbers + 1, name, settings);
            queue.begin();
            numbers++;
            queues.put(name, queue);
            return true;
        } finally {
            making.unlock();
        }
    }

    boolean delete(String name) {
        making.lock();
        LiveQueue queue;
        try {
            checkOpen();
            queue = queues.remove(name);
            if (queue == null) {
                return false;
            }
            queue.close();
        } finally {
            making.unlock();
        }
        List<LocalConsumer> consumers = queue.consumers();
        consumers.forEach(LocalConsumer::close);
        hub.store.drop(queue.number(), queue.discard());
        return true;
    }

    private void checkOpen() {
        if (closed) {
            throw MpregException.of(ErrorCode.UNAVAILABLE, "the node is stopping");
        }
    }

    /** The queues by name, for tests. */
    Map<String, LiveQueue> queues() {
        return Map.copyOf(queues);
    }

    /** A queue for tests. */
    Optional<LiveQueue> queue(String name) {
        return Optional.ofNullable(queues.get(name));
    }
}
