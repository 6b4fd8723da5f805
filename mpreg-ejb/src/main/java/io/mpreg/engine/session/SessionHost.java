package io.mpreg.engine.session;

import io.mpreg.api.NodeInfo;
import io.mpreg.engine.monitor.Monitor;
import io.mpreg.engine.time.Platform;
import io.mpreg.engine.time.UlidSource;
import io.mpreg.engine.transport.Cork;
import io.mpreg.engine.transport.CorrelationTracker;
import io.mpreg.engine.transport.LinkHealth;
import io.mpreg.engine.transport.TransportCounts;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the sessions of a node have in common.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class SessionHost {

    private final SessionSettings settings;
    private final NodeInfo node;
    private final Platform platform;
    private final UlidSource ulids;
    private final Monitor monitor;
    private final Failures failures;
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final TransportCounts counts = new TransportCounts();
    private final Operations operations = Operations.all();
    private final Cork cork = new Cork();
    private final Timestamps timestamps = new Timestamps();
    private final LinkHealth health;
    private final CorrelationTracker<Long> tracker;
    private final AtomicLong invocations = new AtomicLong();

    SessionHost(
            SessionSettings settings,
            NodeInfo node,
            Platform platform,
            UlidSource ulids,
            Monitor monitor) {
        this.settings = settings;
        this.node = node;
        this.platform = platform;
        this.ulids = ulids;
        this.monitor = monitor;
        this.failures = new Failures(ulids);
        this.health = new LinkHealth(platform.clock(), settings.links().breaker());
        this.tracker =
                new CorrelationTracker<>(
                        platform.clock(), settings.links().remembered(), settings.links().expiry());
    }

    SessionSettings settings() {
        return settings;
    }

    NodeInfo node() {
        return node;
    }

    Platform platform() {
        return platform;
    }

    UlidSource ulids() {
        return ulids;
    }

    Monitor monitor() {
        return monitor;
    }

    Failures failures() {
        return failures;
    }

    /** The sessions that are open. */
    Set<Session> open() {
        return open;
    }

    TransportCounts counts() {
        return counts;
    }

    Operations operations() {
        return operations;
    }

    /** Keeps together what handling one frame makes. */
    Cork cork() {
        return cork;
    }

    Timestamps timestamps() {
        return timestamps;
    }

    /** What clients were asked to do, and how that ended. */
    CorrelationTracker<Long> tracker() {
        return tracker;
    }

    /** The id of another invocation of a client's function. */
    long nextInvocation() {
        return invocations.incrementAndGet();
    }

    /** How the requests of all sessions go. */
    LinkHealth health() {
        return health;
    }
}
