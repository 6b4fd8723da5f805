package io.mpreg.api.cdi;

import io.mpreg.api.Registration;
import io.mpreg.api.Value;
import io.mpreg.api.rpc.CommandProgress;
import io.mpreg.api.rpc.FunctionHandler;
import io.mpreg.api.rpc.FunctionInfo;
import io.mpreg.api.rpc.FunctionReport;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.rpc.RpcPlan;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** RPC at the node that is there; functions stay in place when it is replaced. */
final class LateRpc implements RpcClient {

    private final LateNode node;

    LateRpc(LateNode node) {
        this.node = node;
    }

    private RpcClient rpc() {
        return node.client().rpc();
    }

    @Override
    public Value call(String function, @Nullable Object... args) {
        return rpc().call(function, args);
    }

    @Override
    public CompletionStage<Value> callAsync(String function, @Nullable Object... args) {
        return rpc().callAsync(function, args);
    }

    @Override
    public RpcResult execute(RpcRequest request) {
        return rpc().execute(request);
    }

    @Override
    public CompletionStage<RpcResult> executeAsync(RpcRequest request) {
        return rpc().executeAsync(request);
    }

    @Override
    public String submit(RpcRequest request) {
        return rpc().submit(request);
    }

    @Override
    public CompletionStage<String> submitAsync(RpcRequest request) {
        return rpc().submitAsync(request);
    }

    @Override
    public Optional<RpcResult> result(String requestId) {
        return rpc().result(requestId);
    }

    @Override
    public boolean cancel(String requestId) {
        return rpc().cancel(requestId);
    }

    @Override
    public Registration register(FunctionSpec spec, FunctionHandler handler) {
        return new LateRegistration<>(
                node,
                node.register(
                        new Standing<>(
                                "function " + spec.name(),
                                (client, id) -> client.rpc().register(spec, handler))));
    }

    @Override
    public List<FunctionInfo> functions(String pattern) {
        return rpc().functions(pattern);
    }

    @Override
    public RpcPlan explain(RpcRequest request) {
        return rpc().explain(request);
    }

    @Override
    public Optional<CommandProgress> progress(String commandId) {
        return rpc().progress(commandId);
    }

    @Override
    public List<CommandProgress> active() {
        return rpc().active();
    }

    @Override
    public List<FunctionReport> analytics() {
        return rpc().analytics();
    }
}
