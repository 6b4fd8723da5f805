package io.mpreg.bench.pubsub;

import io.mpreg.bench.peer.PeerLibrary;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/** A broker of another maker that is reached over TCP, with its own client. */
public interface TopicPeer extends AutoCloseable {

    /** Artemis, in this process and not started yet; empty if it cannot be had. */
    static Optional<TopicPeer> artemis(Path root) throws Exception {
        return load(root, "artemis", "ArtemisTopics");
    }

    /** A client of RabbitMQ, whose server is to be started before; empty if it cannot be had. */
    static Optional<TopicPeer> rabbitMq(Path root) throws Exception {
        return load(root, "rabbitmq", "RabbitTopics");
    }

    private static Optional<TopicPeer> load(Path root, String library, String name)
            throws Exception {
        String adapters = TopicPeer.class.getPackageName() + "." + library;
        Optional<ClassLoader> loader = new PeerLibrary(root, library).load(adapters);
        if (loader.isEmpty()) {
            return Optional.empty();
        }
        // Artemis finds its parts by the context class loader of the thread that starts it.
        Thread.currentThread().setContextClassLoader(loader.get());
        Class<?> type = loader.get().loadClass(adapters + "." + name);
        return Optional.of((TopicPeer) type.getConstructor().newInstance());
    }

    /** Starts it on a loopback port, or uses the server that is there. */
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
