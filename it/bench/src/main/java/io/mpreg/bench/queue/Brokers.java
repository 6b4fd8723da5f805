package io.mpreg.bench.queue;

import io.mpreg.bench.peer.PeerLibrary;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A server of brokers that runs in this process. */
public interface Brokers extends AutoCloseable {

    /** Artemis, not started yet; empty if it cannot be had. */
    static Optional<Brokers> artemis(Path root) throws Exception {
        String adapters = "io.mpreg.bench.queue.artemis";
        Optional<ClassLoader> loader = new PeerLibrary(root, "artemis").load(adapters);
        if (loader.isEmpty()) {
            return Optional.empty();
        }
        // Artemis finds its parts by the context class loader of the thread that starts it.
        Thread.currentThread().setContextClassLoader(loader.get());
        Class<?> type = loader.get().loadClass(adapters + ".ArtemisServer");
        return Optional.of((Brokers) type.getConstructor().newInstance());
    }

    /**
     * Starts it over a folder, with a TCP port on loopback.
     *
     * @param forceNanos how long a force takes on that disk
     */
    void start(Path folder, int port, int forceNanos) throws Exception;

    /**
     * A queue, used without a network.
     *
     * @param acknowledged counts what the consumer acknowledges
     */
    Broker inProcess(int bytes, AtomicLong acknowledged) throws Exception;

    /** The same, used over the port. */
    Broker overTcp(int bytes, AtomicLong acknowledged) throws Exception;

    /** Sends without a network, one message at a time. */
    Blocking blocking(int bytes) throws Exception;

    @Override
    void close() throws Exception;
}
