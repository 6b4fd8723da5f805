package io.mpreg.bench.rpc;

import io.mpreg.bench.peer.PeerLibrary;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Something of another maker that carries calls over TCP. */
public interface CallPeer extends AutoCloseable {

    /** A clustered event bus of Vert.x, not started yet; empty if it cannot be had. */
    static Optional<CallPeer> vertx(Path root) throws Exception {
        Optional<Class<?>> type = load(root, "vertx", "ClusteredBus");
        return type.isEmpty()
                ? Optional.empty()
                : Optional.of((CallPeer) type.get().getConstructor().newInstance());
    }

    /** A client of the RabbitMQ at a port, not started yet; empty if it cannot be had. */
    static Optional<CallPeer> rabbitMq(Path root, int port) throws Exception {
        Optional<Class<?>> type = load(root, "rabbitmq", "DirectReplies");
        return type.isEmpty()
                ? Optional.empty()
                : Optional.of((CallPeer) type.get().getConstructor(int.class).newInstance(port));
    }

    private static Optional<Class<?>> load(Path root, String library, String name)
            throws Exception {
        String adapters = CallPeer.class.getPackageName() + "." + library;
        Optional<ClassLoader> loader = new PeerLibrary(root, library).load(adapters);
        if (loader.isEmpty()) {
            return Optional.empty();
        }
        Thread.currentThread().setContextClassLoader(loader.get());
        return Optional.of(loader.get().loadClass(adapters + "." + name));
    }

    /**
     * Starts it, with somebody who answers every call with its argument.
     *
     * @param bytes the length of an argument
     */
    void start(int bytes) throws Exception;

    /** Calls once. */
    CompletionStage<?> call();

    /** How it is set, for the results. */
    Map<String, Object> settings();

    @Override
    void close() throws Exception;
}
