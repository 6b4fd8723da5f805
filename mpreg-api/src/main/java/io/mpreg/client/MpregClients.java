package io.mpreg.client;

import io.mpreg.api.codec.ApplicationCodec;
import io.mpreg.api.codec.Codecs;
import java.util.Optional;

/**
 * Makes clients for any JVM; nothing but the JDK is needed.
 *
 * <pre>{@code
 * try (RemoteMpregClient mpreg =
 *         MpregClients.connect(RemoteOptions.to("ws://localhost:9080/mpreg/ws"))) {
 *     mpreg.topics().publish("orders.eu.created", Map.of("id", 17));
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @since 0.1
 */
public final class MpregClients {

    private MpregClients() {}

    /**
     * A client that connects to a node over WebSocket, and again whenever the connection breaks. It
     * returns at once; operations wait for the connection.
     */
    public static RemoteMpregClient connect(RemoteOptions options) {
        return connect(options, ClientThreads.own());
    }

    /** A client on threads of the caller's; closing the client closes them. */
    public static RemoteMpregClient connect(RemoteOptions options, ClientThreads threads) {
        return new ProtocolClient(
                        new WebSocketConnector(options, threads),
                        ClientSettings.of(options.application())
                                .times(options.timeout(), options.patience())
                                .packFrom(options.packFrom()),
                        threads,
                        options.codec()
                                .<ApplicationCodec>map(ApplicationCodec.Unbound::new)
                                .orElseGet(() -> Codecs.standard(loader())))
                .start();
    }

    /**
     * A client of the node that another class loader of this process has published.
     *
     * @param application the name under which the node's monitor knows the client
     * @param codec how values are converted; closed with the client
     * @param threads closed with the client
     */
    public static RemoteMpregClient bridge(
            String application, ApplicationCodec codec, ClientThreads threads) {
        return new ProtocolClient(
                        new BridgeConnector(application),
                        ClientSettings.of(application),
                        threads,
                        codec)
                .start();
    }

    private static ClassLoader loader() {
        return Optional.ofNullable(Thread.currentThread().getContextClassLoader())
                .orElse(MpregClients.class.getClassLoader());
    }
}
