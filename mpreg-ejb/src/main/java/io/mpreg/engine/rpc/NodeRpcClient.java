package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** RPC as one client of the node sees it. */
final class NodeRpcClient implements RpcClient {

    private static final String SINGLE = "call";

    private final Requests requests;
    private final Registry registry;
    private final Providers providers;
    private final Insight insight;
    private final ClientContext context;

    NodeRpcClient(
            Requests requests,
            Registry registry,
            Providers providers,
            Insight insight,
            ClientContext context) {
        this.requests = requests;
        this.registry = registry;
        this.providers = providers;
        this.insight = insight;
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
        Execution execution = requests.accept(request, context);
        try {
            return execution.result().get();
        } catch (InterruptedException e) {
            execution.cancel("the calling thread was interrupted");
            Thread.currentThread().interrupt();
            throw MpregException.of(
                    ErrorCode.CANCELLED,
                    "the calling thread was interrupted while it waited for request '"
                            + execution.identity().requestId()
                            + "'",
                    Map.of("requestId", execution.identity().requestId()),
                    e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof MpregException typed
                    ? typed
                    : MpregException.of(
                            ErrorCode.INTERNAL, "the request broke off", Map.of(), e.getCause());
        }
    }

    @Override
    public CompletionStage<RpcResult> executeAsync(RpcRequest request) {
        return start(request, result -> result);
    }

    private <T> CompletionStage<T> start(RpcRequest request, Function<RpcResult, T> answer) {
        CompletableFuture<T> answered = new CompletableFuture<>();
        try {
            // What the caller does with the answer runs on its own threads.
            requests.accept(request, context)
                    .result()
                    .whenCompleteAsync(
                            (result, error) -> complete(answered, answer, result, error),
                            context.callbacks())
                    .exceptionally(error -> notHanded(answered, error));
        } catch (MpregException e) {
            answered.completeExceptionally(e);
        }
        return answered;
    }

    private static <T> void complete(
            CompletableFuture<T> answered,
            Function<RpcResult, T> answer,
            @Nullable RpcResult result,
            @Nullable Throwable error) {
        if (result == null) {
            answered.completeExceptionally(Objects.requireNonNull(error));
            return;
        }
        T value;
        try {
            value = answer.apply(result);
        } catch (MpregException e) {
            answered.completeExceptionally(e);
            return;
        }
        answered.complete(value);
    }

    private static <T> @Nullable RpcResult notHanded(
            CompletableFuture<T> answered, Throwable error) {
        answered.completeExceptionally(
                MpregException.of(
                        ErrorCode.UNAVAILABLE,
                        "the caller's executor takes no more work",
                        Map.of(),
                        error));
        return null;
    }

    @Override
    public boolean cancel(String requestId) {
        return requests.cancel(requestId);
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
