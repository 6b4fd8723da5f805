package io.mpreg.bench.rpc;

import io.mpreg.bench.peer.PeerLibrary;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Something of another maker that carries calls, in this process, over TCP. */
public interface CallPeer extends AutoCloseable {

    /** A clustered event bus of Vert.x, not started yet; empty if it cannot be had. */
    static Optional<CallPeer> vertx(Path root) throws Exception {
        String adapters = "io.mpreg.bench.rpc.vertx";
        Optional<ClassLoader> loader = new PeerLibrary(root, "vertx").load(adapters);
        if (loader.isEmpty()) {
            return Optional.empty();
        }
        Thread.currentThread().setContextClassLoader(loader.get());
        Class<?> type = loader.get().loadClass(adapters + ".ClusteredBus");
        return Optional.of((CallPeer) type.getConstructor().newInstance());
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
