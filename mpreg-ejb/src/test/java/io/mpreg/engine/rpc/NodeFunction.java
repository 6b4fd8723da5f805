package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.rpc.FunctionHandler;
import io.mpreg.api.rpc.RpcContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The function of random graphs; counts how often each command ran. */
final class NodeFunction implements FunctionHandler {

    final Map<String, Integer> runs = new ConcurrentHashMap<>();
    final AtomicInteger highest = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final Executor later;

    NodeFunction(Executor later) {
        this.later = later;
    }

    @Override
    public @Nullable Object invoke(RpcContext call) {
        String name = call.arg(0, String.class);
        runs.merge(call.requestId() + "/" + name, 1, Integer::sum);
        highest.accumulateAndGet(running.incrementAndGet(), Math::max);
        RandomGraph.Behaviour behaviour =
                RandomGraph.Behaviour.valueOf(call.<String>arg(1, String.class));
        long value = 1 + sum(call.kwarg("refs", List.class));
        if (behaviour == RandomGraph.Behaviour.AT_ONCE) {
            running.decrementAndGet();
            return Map.of("v", value, "l", List.of(value));
        }
        if (behaviour == RandomGraph.Behaviour.FAILS) {
            running.decrementAndGet();
            throw asTold();
        }
        CompletableFuture<Object> result = new CompletableFuture<>();
        later.execute(
                () -> {
                    running.decrementAndGet();
                    if (behaviour == RandomGraph.Behaviour.LATER) {
                        result.complete(Map.of("v", value, "l", List.of(value)));
                    } else {
                        result.completeExceptionally(asTold());
                    }
                });
        return result;
    }

    private static long sum(@Nullable Object tree) {
        if (tree instanceof Number number) {
            return number.longValue();
        }
        if (tree instanceof Map<?, ?> map) {
            return map.values().stream().mapToLong(NodeFunction::sum).sum();
        }
        if (tree instanceof List<?> list) {
            return list.stream().mapToLong(NodeFunction::sum).sum();
        }
        throw new AssertionError("not resolved: " + tree);
    }

    private static MpregException asTold() {
        return MpregException.of(ErrorCode.EXECUTION_FAILED, "as told");
    }
}
