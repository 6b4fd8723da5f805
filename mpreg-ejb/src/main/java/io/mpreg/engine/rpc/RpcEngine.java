package io.mpreg.engine.rpc;

import io.mpreg.api.NodeInfo;
import io.mpreg.api.queue.QueueClient;
import io.mpreg.api.rpc.CommandProgress;
import io.mpreg.api.rpc.FunctionReport;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.gate.Gate;
import io.mpreg.engine.gate.GateSettings;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.route.Router;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * RPC of one node: functions, and requests that run graphs of calls of them.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Functions run on the executor of the
 * client that registered them and nowhere else; that of a client whose functions may take long must
 * not run them on the thread that hands them over.
 *
 * <p><b>Failure.</b> After {@link #close} every operation fails with {@link
 * io.mpreg.api.ErrorCode#UNAVAILABLE}; requests that were open end as cancelled.
 */
public final class RpcEngine implements AutoCloseable {

    private final Host host;
    private final Providers providers;
    private final EventDesk desk;
    private final Results results = new Results();
    private final Requests requests;
    private final Insight insight;
    private final ClientContext own;
    private volatile DurableCalls durable = DurableCalls.NONE;

    public RpcEngine(
            RpcSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Router router,
            Monitor monitor) {
        this(settings, node, platform, ulids, router, monitor, new Random(ulids.next().low()));
    }

    /**
     * @param random decides between providers that are equally good; must be safe for use by
     *     several threads
     */
    public RpcEngine(
            RpcSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Router router,
            Monitor monitor,
            RandomGenerator random) {
        host = new Host(settings, node, platform, ulids, router, monitor, new Relay());
        providers = new Providers(router);
        desk = new EventDesk(host);
        ProgressBoard board = new ProgressBoard();
        Analytics analytics = new Analytics();
        requests =
                new Requests(
                        new Services(
                                host,
                                new ProviderChoice(router, node, providers, random),
                                analytics,
                                desk,
                                board,
                                results,
                                new Deadlines(platform.timers(), platform.clock()),
                                new CommandDetails()));
        insight = new Insight(platform.clock(), requests, analytics, board);
        own =
                new ClientContext(
                        Caller.NODE,
                        new TreeCodec(),
                        new Gate(new GateSettings(Integer.MAX_VALUE)),
                        platform.workers());
        new BuiltIns(host).register(new Registry(host, requests, providers, own));
    }

    /** RPC on behalf of one client; what it registers counts as one provider's. */
    public RpcClient client(ClientContext context) {
        return new NodeRpcClient(
                requests,
                new Registry(host, requests, providers, context),
                providers,
                insight,
                () -> durable,
                context);
    }

    /**
     * Keeps requests that are to outlive the node in queues, from now on, and takes up those that
     * an earlier run of the node left. To be called once, before there are clients.
     *
     * @param queues the node's queues for a client of them
     */
    public void keepRequestsIn(Function<ClientContext, QueueClient> queues) {
        durable = new QueuedCalls(host, requests, queues.apply(own), own).open();
    }

    /** How the calls of each function went, those that took the most time first. */
    public List<FunctionReport> analytics() {
        return insight.functions();
    }

    /** The commands that run at present, as of some moment during the call for each. */
    public List<CommandProgress> active() {
        return insight.active();
    }

    /** How many requests are open. */
    public int openRequests() {
        return requests.open().size();
    }

    /** How many events commands wait for. */
    public int awaitedEvents() {
        return desk.waiting();
    }

    /** How many invocations found their provider full. */
    public long refusedInvocations() {
        return providers.refused();
    }

    /** Says where results of cacheable functions are kept; nowhere until then. */
    public void keepResultsIn(ResultCache cache) {
        results.keepIn(cache);
    }

    @Override
    public void close() {
        durable.close();
        requests.close();
        providers.close();
    }
}
