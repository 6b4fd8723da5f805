package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.rpc.Command;
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
    private final SingleCalls singles = new SingleCalls();
    private final Map<String, Running> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Requests(Services services) {
        this.services = services;
    }

    /** Checks a request and starts it. */
    Running accept(RpcRequest request, ClientContext caller) {
        if (closed) {
            throw stopping();
        }
        Running execution = running(request, caller);
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

    private Running running(RpcRequest request, ClientContext caller) {
        if (SingleCall.suits(request)) {
            checkTimes(request);
            Command command = request.commands().get(0);
            Step step = singles.step(command);
            Optional<Arguments> arguments = SingleCalls.arguments(command, caller);
            if (arguments.isPresent()) {
                return new SingleCall(
                        services,
                        caller,
                        Identity.of(request, caller.caller().principal(), services.host().ulids()),
                        request,
                        step,
                        arguments.get(),
                        this::ended);
            }
        }
        Graph graph = check(request, caller);
        Identity identity =
                Identity.of(request, caller.caller().principal(), services.host().ulids());
        return new Execution(services, caller, identity, request, graph, this::ended);
    }

    /** The graph of a request; refuses what cannot be run. */
    Graph check(RpcRequest request, ClientContext caller) {
        if (request.delivery() != Guarantee.FIRE_AND_FORGET
                && request.delivery() != Guarantee.AT_LEAST_ONCE) {
            throw MpregRequestException.field(
                    "delivery",
                    "calls are FIRE_AND_FORGET or AT_LEAST_ONCE, not " + request.delivery());
        }
        checkTimes(request);
        return Graphs.of(services.settings(), request.commands(), caller);
    }

    private static void checkTimes(RpcRequest request) {
        Optional<Duration> timeout = request.timeout();
        if (timeout.isPresent() && (timeout.get().isNegative() || timeout.get().isZero())) {
            throw MpregRequestException.field(
                    "timeout", "it must be positive, was " + timeout.get());
        }
    }

    RpcSettings settings() {
        return services.settings();
    }

    private void enter(Running execution) {
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

    private void ended(Running execution) {
        open.remove(execution.identity().requestId(), execution);
    }

    boolean cancel(String requestId) {
        Running execution = open.get(requestId);
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
    Optional<Running> open(String requestId) {
        return Optional.ofNullable(open.get(requestId));
    }

    Collection<Running> open() {
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
