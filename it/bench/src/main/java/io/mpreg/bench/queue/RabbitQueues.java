package io.mpreg.bench.queue;

import io.mpreg.bench.peer.PeerLibrary;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A client of RabbitMQ, whose server is to be started before. */
public interface RabbitQueues {

    /** Loads it; empty if it cannot be had. */
    static Optional<RabbitQueues> load(Path root) throws Exception {
        String adapters = "io.mpreg.bench.queue.rabbitmq";
        Optional<ClassLoader> loader = new PeerLibrary(root, "rabbitmq").load(adapters);
        if (loader.isEmpty()) {
            return Optional.empty();
        }
        Class<?> type = loader.get().loadClass(adapters + ".QuorumQueues");
        return Optional.of((RabbitQueues) type.getConstructor().newInstance());
    }

    /**
     * A quorum queue, which a server forces to its disk before it confirms.
     *
     * @param port of the server on the loopback interface
     * @param acknowledged counts what the consumer acknowledges
     */
    Broker quorumQueue(int port, int bytes, AtomicLong acknowledged) throws Exception;
}
