package io.mpreg.api.spi;

import io.mpreg.api.MpregClient;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.codec.ValueCodec;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A running node, as the clients in its process see it.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @since 0.1
 */
public interface MpregNode {

    NodeInfo info();

    /**
     * A client that calls the node directly.
     *
     * @param application the name of the application, for the monitor
     * @param codec how this application's values are converted, in its own class loader
     */
    MpregClient client(String application, ValueCodec codec);

    /**
     * A client that calls the node directly, and whose listeners and functions see the surroundings
     * of the application: its class loader, naming and security.
     *
     * @param application the name of the application, for the monitor
     * @param codec how this application's values are converted, in its own class loader
     * @param context runs what it is given at once, on the thread that gives it, in the
     *     application's context; such as {@code ContextService.currentContextExecutor()} makes it.
     *     The threads are the node's: it grows their number when listeners and functions block
     */
    MpregClient client(String application, ValueCodec codec, Executor context);

    /**
     * Opens a session of the client protocol within the process: frames of {@code mpreg.v1.json} as
     * UTF-8, one JSON object each.
     *
     * @param application the name of the application, for the monitor
     * @param inbound takes the frames that the node sends; an empty array means that the node has
     *     closed the session
     * @return takes the frames for the node; an empty array closes the session
     */
    Consumer<byte[]> connect(String application, Consumer<byte[]> inbound);
}
