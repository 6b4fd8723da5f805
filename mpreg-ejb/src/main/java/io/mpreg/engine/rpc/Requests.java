package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.rpc.RpcPlan;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.engine.gate.ClientContext;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The requests that are open.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Requests {

    private final Services services;
    private final Map<String, Execution> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Requests(Services services) {
        this.services = services;
    }

    /** Checks a request and starts it. */
    Execution accept(RpcRequest request, ClientContext caller) {
        if (closed) {
            throw stopping();
        }
        Graph graph = check(request, caller);
        Identity identity = Identity.of(request, services.host().ulids());
        Execution execution =
                new Execution(services, caller, identity, request, graph, this::ended);
        enter(execution);
        try {
            execution.begin();
        } catch (RuntimeException e) {
            ended(execution);
            throw e;
        }
        if (closed) {
            execution.cancel("the node is stopping");
        }
        return execution;
    }

    /** The graph of a request; refuses what cannot be run. */
    Graph check(RpcRequest request, ClientContext caller) {
        if (request.delivery() != Guarantee.FIRE_AND_FORGET
                && request.delivery() != Guarantee.AT_LEAST_ONCE) {
            throw MpregRequestException.field(
                    "delivery",
                    "calls are FIRE_AND_FORGET or AT_LEAST_ONCE, not " + request.delivery());
        }
        Optional<Duration> timeout = request.timeout();
        if (timeout.isPresent() && (timeout.get().isNegative() || timeout.get().isZero())) {
            throw MpregRequestException.field(
                    "timeout", "it must be positive, was " + timeout.get());
        }
        return Graphs.of(services.settings(), request.commands(), caller);
    }

    RpcSettings settings() {
        return services.settings();
    }

    private void enter(Execution execution) {
        int limit = services.settings().maxRequests();
        if (open.size() >= limit) {
            throw MpregLimitException.of(
                    limit + " requests are open, no more are admitted (mpreg.rpc.max-requests)",
                    limit);
        }
        String id = execution.identity().requestId();
        if (open.putIfAbsent(id, execution) != null) {
            throw MpregException.of(
                    ErrorCode.CONFLICT,
                    "a request with the id '" + id + "' is open",
                    Map.of("requestId", id));
        }
    }

    private void ended(Execution execution) {
        open.remove(execution.identity().requestId(), execution);
    }

    boolean cancel(String requestId) {
        Execution execution = open.get(requestId);
        if (execution == null) {
            return false;
        }
        execution.cancel("the request was cancelled");
        return true;
    }

    RpcPlan explain(RpcRequest request, ClientContext caller) {
        Graph graph = Graphs.of(services.settings(), request.commands(), caller);
        List<List<String>> levels =
                graph.levels().stream()
                        .map(level -> level.stream().map(i -> graph.steps().get(i).name()).toList())
                        .toList();
        Map<String, List<RpcPlan.Candidate>> candidates = new LinkedHashMap<>();
        for (Step step : graph.steps()) {
            candidates.put(step.name(), services.choice().candidates(step.need()));
        }
        return new RpcPlan(levels, candidates);
    }

    /** The open request with that id. */
    Optional<Execution> open(String requestId) {
        return Optional.ofNullable(open.get(requestId));
    }

    Collection<Execution> open() {
        return open.values();
    }

    /** Takes nothing any more and cancels what is open. */
    void close() {
        closed = true;
        open.values().forEach(execution -> execution.cancel("the node is stopping"));
    }

    boolean isClosed() {
        return closed;
    }

    static MpregException stopping() {
        return MpregException.of(ErrorCode.UNAVAILABLE, "RPC of this node is stopping");
    }
}
