package io.mpreg.engine.session;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.NodeInfo;
import io.mpreg.engine.gate.Caller;
import io.mpreg.engine.monitor.NodeMonitor;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.transport.Channel;
import io.mpreg.engine.transport.CircuitBreaker;
import io.mpreg.engine.transport.CorrelationTracker;
import io.mpreg.engine.transport.LinkHealth;
import io.mpreg.engine.transport.TransportCounts;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.ToLongFunction;

/**
 * The sessions of a node.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
public final class Sessions implements AutoCloseable {

    private static final int GOING_AWAY = 1001;

    private final SessionHost host;
    private final SessionClients clients;
    private final Set<Session> open;
    private volatile boolean closed;

    public Sessions(
            SessionSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            NodeMonitor monitor,
            SessionClients clients) {
        this.host = new SessionHost(settings, node, platform, ulids, monitor);
        this.clients = clients;
        this.open = host.open();
        gauges(monitor);
        sweepLater();
    }

    private void sweepLater() {
        host.platform().timers().schedule(host.settings().links().sweep(), this::sweep);
    }

    private void sweep() {
        if (!closed) {
            host.tracker().sweep();
            sweepLater();
        }
    }

    private void gauges(NodeMonitor monitor) {
        TransportCounts counts = host.counts();
        LinkHealth health = host.health();
        monitor.gauge("transport.sessions", open::size);
        monitor.gauge("transport.framesIn", counts::framesIn);
        monitor.gauge("transport.bytesIn", counts::bytesIn);
        monitor.gauge("transport.framesOut", counts::framesOut);
        monitor.gauge("transport.bytesOut", counts::bytesOut);
        monitor.gauge("transport.messagesOut", counts::messagesOut);
        monitor.gauge("transport.malformedFrames", counts::malformedFrames);
        monitor.gauge("transport.overflows", counts::overflows);
        monitor.gauge("transport.waitingMessages", () -> sum(s -> s.outbox().messages()));
        monitor.gauge("transport.waitingBytes", () -> sum(s -> s.outbox().bytes()));
        monitor.gauge("transport.health.score", () -> health.read().score());
        monitor.gauge("transport.health.worstSession", this::worst);
        monitor.gauge("transport.health.requestP95Ms", () -> health.read().p95Ms());
        monitor.gauge("transport.health.requestP99Ms", () -> health.read().p99Ms());
        CorrelationTracker<Long> tracker = host.tracker();
        monitor.gauge("transport.invocations.open", tracker::open);
        for (CorrelationTracker.Outcome outcome : CorrelationTracker.Outcome.values()) {
            monitor.gauge(
                    "transport.invocations." + outcome.name().toLowerCase(Locale.ROOT),
                    () -> tracker.count(outcome));
        }
        monitor.gauge("transport.breakers.open", () -> sum(s -> s.health().isBroken() ? 1 : 0));
    }

    private long sum(ToLongFunction<Session> number) {
        return open.stream().mapToLong(number).sum();
    }

    private double worst() {
        return open.stream().mapToDouble(s -> s.health().read().score()).min().orElse(1);
    }

    /**
     * Opens a session.
     *
     * @throws io.mpreg.api.MpregUnavailableException if the node is stopping
     */
    public Session open(Caller caller, Channel channel) {
        return open(caller, channel, Dialect.JSON);
    }

    /**
     * Opens a session that speaks a dialect of the protocol.
     *
     * @throws io.mpreg.api.MpregUnavailableException if the node is stopping
     */
    public Session open(Caller caller, Channel channel, Dialect dialect) {
        if (closed) {
            throw stopping();
        }
        Session session =
                new Session(host, caller, clients.client(caller), channel, dialect, open::remove);
        open.add(session);
        if (closed) {
            session.close(GOING_AWAY, "the node is stopping");
            throw stopping();
        }
        session.begin();
        return session;
    }

    private static MpregException stopping() {
        return MpregException.of(ErrorCode.UNAVAILABLE, "the node is stopping");
    }

    /**
     * The same executor, whose tasks gather what they send to sessions: it leaves when a task is
     * done, or fills a frame. For tasks that never wait.
     */
    public Executor gathering(Executor executor) {
        return task -> executor.execute(() -> host.cork().during(task));
    }

    /** The breaker of a session, to look at, open or reset. */
    public Optional<CircuitBreaker> breaker(String session) {
        return open.stream()
                .filter(one -> one.id().equals(session))
                .findFirst()
                .map(one -> one.health().breaker());
    }

    /** How many sessions are open. */
    public int size() {
        return open.size();
    }

    /** Ends every session, on the calling thread. */
    @Override
    public void close() {
        closed = true;
        for (Session session : open) {
            session.stop(GOING_AWAY, "the node is stopping");
        }
    }
}
