package io.mpreg.bench.pubsub;

import io.mpreg.bench.peer.PeerLibrary;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A broker of another maker that runs in this process and is reached over TCP, with its own client.
 */
public interface TopicPeer extends AutoCloseable {

    /** Artemis, not started yet; empty if it cannot be had. */
    static Optional<TopicPeer> artemis(Path root) throws Exception {
        String adapters = "io.mpreg.bench.pubsub.artemis";
        Optional<ClassLoader> loader = new PeerLibrary(root, "artemis").load(adapters);
        if (loader.isEmpty()) {
            return Optional.empty();
        }
        // Artemis finds its parts by the context class loader of the thread that starts it.
        Thread.currentThread().setContextClassLoader(loader.get());
        Class<?> type = loader.get().loadClass(adapters + ".ArtemisTopics");
        return Optional.of((TopicPeer) type.getConstructor().newInstance());
    }

    /** Starts it on a loopback port. */
    void start(int port) throws Exception;

    /**
     * Subscribes to a pattern and publishes to a topic of it.
     *
     * @param bytes the length of a message
     * @param connections how many connections subscribe
     * @param each how many subscriptions each has
     * @param received is told the number of the subscription for each message that comes
     */
    Carrier carrier(int bytes, int connections, int each, IntConsumer received) throws Exception;

    /** How it is set, for the results. */
    Map<String, Object> settings();

    @Override
    void close() throws Exception;
}
