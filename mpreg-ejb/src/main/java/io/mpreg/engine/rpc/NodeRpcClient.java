package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.Registration;
import io.mpreg.api.Value;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandProgress;
import io.mpreg.api.rpc.FunctionHandler;
import io.mpreg.api.rpc.FunctionInfo;
import io.mpreg.api.rpc.FunctionReport;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.rpc.RpcPlan;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.engine.gate.ClientContext;
import io.mpreg.engine.topic.TopicName;
import io.mpreg.engine.topic.TopicPattern;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** RPC as one client of the node sees it. */
final class NodeRpcClient implements RpcClient {

    private static final String SINGLE = "call";

    private final Requests requests;
    private final Registry registry;
    private final Providers providers;
    private final Insight insight;
    private final Supplier<DurableCalls> durable;
    private final ClientContext context;

    NodeRpcClient(
            Requests requests,
            Registry registry,
            Providers providers,
            Insight insight,
            Supplier<DurableCalls> durable,
            ClientContext context) {
        this.requests = requests;
        this.registry = registry;
        this.providers = providers;
        this.insight = insight;
        this.durable = durable;
        this.context = context;
    }

    @Override
    public Value call(String function, @Nullable Object... args) {
        return execute(single(function, args)).result(SINGLE);
    }

    @Override
    public CompletionStage<Value> callAsync(String function, @Nullable Object... args) {
        return start(single(function, args), result -> result.result(SINGLE));
    }

    private static RpcRequest single(String function, @Nullable Object... args) {
        return RpcRequest.of(Command.of(SINGLE, function, args));
    }

    @Override
    public RpcResult execute(RpcRequest request) {
        if (request.delivery() == Guarantee.AT_LEAST_ONCE) {
            return await(durable.get().execute(request, context), () -> {});
        }
        Running execution = requests.accept(request, context);
        return await(
                execution.result(), () -> execution.cancel("the calling thread was interrupted"));
    }

    private static <T> T await(Future<T> future, Runnable interrupted) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            interrupted.run();
            Thread.currentThread().interrupt();
            throw MpregException.of(
                    ErrorCode.CANCELLED,
                    "the calling thread was interrupted while it waited",
                    Map.of(),
                    e);
        } catch (ExecutionException e) {
            throw Causes.typed(Objects.requireNonNull(e.getCause()));
        }
    }

    @Override
    public CompletionStage<RpcResult> executeAsync(RpcRequest request) {
        return start(request, result -> result);
    }

    private <T> CompletionStage<T> start(RpcRequest request, Function<RpcResult, T> answer) {
        if (request.delivery() == Guarantee.AT_LEAST_ONCE) {
            return handed(() -> durable.get().execute(request, context), answer);
        }
        Running execution;
        try {
            execution = requests.accept(request, context);
        } catch (MpregException e) {
            return CompletableFuture.failedFuture(e);
        }
        return handed(execution.result(), answer, new Answered<>(execution));
    }

    /** What the caller gets; giving it up gives the request up. */
    private static final class Answered<T> extends CompletableFuture<T> {

        private final Running execution;

        Answered(Running execution) {
            this.execution = execution;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean first = super.cancel(mayInterruptIfRunning);
            if (first) {
                execution.cancel("the caller has cancelled the stage");
            }
            return first;
        }
    }

    private <T, R> CompletableFuture<R> handed(
            Supplier<CompletableFuture<T>> asked, Function<T, R> answer) {
        try {
            return handed(asked.get(), answer, new CompletableFuture<>());
        } catch (MpregException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What the caller does with an answer runs on its own threads. */
    private <T, R> CompletableFuture<R> handed(
            CompletableFuture<T> asked, Function<T, R> answer, CompletableFuture<R> answered) {
        asked.whenComplete(
                (result, error) -> {
                    try {
                        context.callbacks()
                                .execute(() -> complete(answered, answer, result, error));
                    } catch (RejectedExecutionException e) {
                        notHanded(answered, e);
                    }
                });
        return answered;
    }

    @Override
    public String submit(RpcRequest request) {
        return await(durable.get().submit(request, context), () -> {});
    }

    @Override
    public CompletionStage<String> submitAsync(RpcRequest request) {
        return handed(() -> durable.get().submit(request, context), id -> id);
    }

    @Override
    public Optional<RpcResult> result(String requestId) {
        return durable.get().result(requestId, context);
    }

    private static <T, R> void complete(
            CompletableFuture<R> answered,
            Function<T, R> answer,
            @Nullable T result,
            @Nullable Throwable error) {
        if (result == null) {
            answered.completeExceptionally(Causes.typed(Objects.requireNonNull(error)));
            return;
        }
        R value;
        try {
            value = answer.apply(result);
        } catch (MpregException e) {
            answered.completeExceptionally(e);
            return;
        }
        answered.complete(value);
    }

    private static void notHanded(CompletableFuture<?> answered, Throwable error) {
        answered.completeExceptionally(
                MpregException.of(
                        ErrorCode.UNAVAILABLE,
                        "the caller's executor takes no more work",
                        Map.of(),
                        error));
    }

    @Override
    public boolean cancel(String requestId) {
        return requests.cancel(requestId) || durable.get().cancel(requestId);
    }

    @Override
    public Registration register(FunctionSpec spec, FunctionHandler handler) {
        return registry.register(spec, handler);
    }

    @Override
    public List<FunctionInfo> functions(String pattern) {
        TopicPattern wanted = TopicPattern.of(pattern);
        return providers.functions().stream()
                .filter(info -> wanted.matches(TopicName.of(info.name())))
                .toList();
    }

    @Override
    public RpcPlan explain(RpcRequest request) {
        return requests.explain(request, context);
    }

    @Override
    public Optional<CommandProgress> progress(String commandId) {
        return insight.progress(commandId);
    }

    @Override
    public List<CommandProgress> active() {
        return insight.active();
    }

    @Override
    public List<FunctionReport> analytics() {
        return insight.functions();
    }
}
