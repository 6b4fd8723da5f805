package io.mpreg.engine.node;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregClient;
import io.mpreg.api.MpregException;
import io.mpreg.api.NodeInfo;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.spi.MpregNode;
import io.mpreg.engine.cache.CacheEngine;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.journal.JournalStatus;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.pubsub.Exchange;
import io.mpreg.engine.queue.QueueEngine;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.rpc.RpcEngine;
import io.mpreg.engine.session.PayloadCodec;
import io.mpreg.engine.session.Session;
import io.mpreg.engine.session.SessionClient;
import io.mpreg.engine.session.Sessions;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.Trampoline;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A whole node in this process.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * <p><b>Failure.</b> Once {@link #close} has begun, every operation fails with {@link
 * ErrorCode#UNAVAILABLE}.
 */
public final class LocalNode implements MpregNode, AutoCloseable {

    private final NodeInfo info;
    private final Systems systems;
    private final Sessions sessions;
    private volatile boolean stopping;

    private LocalNode(NodeSettings settings, Platform platform) {
        this.info = settings.identity().info();
        this.systems = new Systems(settings, info, platform);
        this.sessions =
                new Sessions(
                        settings.session(),
                        info,
                        platform,
                        systems.ulids(),
                        systems.monitor(),
                        this::sessionClient);
    }

    /**
     * Starts a node; what was on stable storage is there when this returns.
     *
     * @throws io.mpreg.api.MpregStorageException if the node's data cannot be read or are in use
     */
    public static LocalNode start(NodeSettings settings, Platform platform) {
        return new LocalNode(settings, platform);
    }

    @Override
    public NodeInfo info() {
        return info;
    }

    @Override
    public MpregClient client(String application, ValueCodec codec) {
        return client(application, codec, Runnable::run);
    }

    @Override
    public MpregClient client(String application, ValueCodec codec, Executor context) {
        Executor workers = systems.platform().workers();
        Executor own = task -> workers.execute(() -> context.execute(task));
        return client(Caller.local(application), codec, own, own);
    }

    @Override
    public Consumer<byte[]> connect(String application, Consumer<byte[]> inbound) {
        Session session = sessions.open(Caller.local(application), new BridgeChannel(inbound));
        return frame -> {
            if (frame.length > 0) {
                session.frame(frame);
            } else {
                session.closed("the application has closed its client");
            }
        };
    }

    /** Where connections come in. */
    public Sessions sessions() {
        return sessions;
    }

    public Router router() {
        return systems.router();
    }

    public RpcEngine rpc() {
        return systems.rpc();
    }

    public Exchange exchange() {
        return systems.exchange();
    }

    public QueueEngine queues() {
        return systems.queues();
    }

    public CacheEngine cache() {
        return systems.cache();
    }

    public NodeMonitor monitor() {
        return systems.monitor();
    }

    /** What the journal of the queues can do; empty when the node has stopped. */
    public Optional<JournalStatus> storage() {
        return stopping ? Optional.empty() : systems.store().status();
    }

    /**
     * Stops the node: connections first, then the systems, then storage. What was confirmed is on
     * stable storage when this returns.
     */
    @Override
    public void close() {
        stopping = true;
        Ending.of(List.of(sessions, systems));
    }

    private SessionClient sessionClient(Caller caller) {
        Executor workers = systems.platform().workers();
        ClientContext context =
                new ClientContext(caller, new PayloadCodec(), systems.gate(), workers);
        // A session's functions and answers only make frames: no thread need be woken for them.
        return client(context, new Trampoline(), sessions.gathering(workers));
    }

    private NodeClient client(Caller caller, ValueCodec codec, Executor callbacks, Executor calls) {
        ClientContext context = new ClientContext(caller, codec, systems.gate(), callbacks);
        return client(context, calls, callbacks);
    }

    private NodeClient client(ClientContext context, Executor calls, Executor queueing) {
        checkRunning();
        return new NodeClient(systems, context, calls, queueing);
    }

    private void checkRunning() {
        if (stopping) {
            throw MpregException.of(
                    ErrorCode.UNAVAILABLE, "node '" + info.node() + "' is stopping");
        }
    }
}
