package io.mpreg.api.cdi;

import io.mpreg.api.Attachment;
import io.mpreg.api.MpregClient;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.spi.MpregNode;
import io.mpreg.api.spi.NodeRegistry;
import io.mpreg.api.topic.TopicClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A node that keeps what is registered with it, and does its work on the calling thread. */
final class MemoryNode implements MpregNode, AutoCloseable {

    private static final long PATIENCE_S = 20;

    final MemoryRpc rpc = new MemoryRpc(this);
    final MemoryTopics topics = new MemoryTopics(this);
    final MemoryQueues queues = new MemoryQueues(this);
    final Map<String, MemoryCache> caches = new ConcurrentHashMap<>();
    final List<String> registered = new ArrayList<>();
    private final BlockingQueue<String> arrivals = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> departures = new LinkedBlockingQueue<>();
    private final String name;

    MemoryNode(String name) {
        this.name = name;
    }

    /** A node that can be found. */
    static MemoryNode published(String name) {
        MemoryNode node = new MemoryNode(name);
        NodeRegistry.publish(node);
        return node;
    }

    @Override
    public void close() {
        NodeRegistry.withdraw(this);
    }

    /** Waits until something is registered, and says what. */
    String awaitRegistration() throws InterruptedException {
        String what = arrivals.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (what == null) {
            throw new AssertionError("nothing was registered, there is " + registered());
        }
        return what;
    }

    /** Waits until something is taken back, and says what. */
    String awaitRemoval() throws InterruptedException {
        String what = departures.poll(PATIENCE_S, TimeUnit.SECONDS);
        if (what == null) {
            throw new AssertionError("nothing was taken back, there is " + registered());
        }
        return what;
    }

    List<String> registered() {
        synchronized (registered) {
            return registered.stream().sorted().toList();
        }
    }

    void add(String what) {
        synchronized (registered) {
            registered.add(what);
        }
        arrivals.add(what);
    }

    void remove(String what) {
        synchronized (registered) {
            registered.remove(what);
        }
        departures.add(what);
    }

    @Override
    public NodeInfo info() {
        return new NodeInfo(name, "test", "0");
    }

    @Override
    public MpregClient client(String application, ValueCodec codec) {
        return client(application, codec, Runnable::run);
    }

    @Override
    public MpregClient client(String application, ValueCodec codec, Executor context) {
        return Partial.of(MpregClient.class, new Client(codec, context));
    }

    @Override
    public Consumer<byte[]> connect(String application, Consumer<byte[]> inbound) {
        throw new UnsupportedOperationException();
    }

    /** What a client of this node can do. */
    private final class Client {
        private final ValueCodec codec;
        private final Executor context;

        Client(ValueCodec codec, Executor context) {
            this.codec = codec;
            this.context = context;
        }

        NodeInfo node() {
            return info();
        }

        Attachment attachment() {
            return Attachment.SHARED;
        }

        RpcClient rpc() {
            return Partial.of(RpcClient.class, rpc.client(codec, context));
        }

        TopicClient topics() {
            return Partial.of(TopicClient.class, topics.client(codec, context));
        }

        QueueClient queues() {
            return Partial.of(QueueClient.class, queues.client(codec, context));
        }

        CacheClient cache(String region) {
            return Partial.of(
                    CacheClient.class,
                    caches.computeIfAbsent(region, MemoryCache::new).client(codec));
        }
    }
}
