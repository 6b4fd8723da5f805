package io.mpreg.client;

import io.mpreg.api.Registration;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.FunctionHandler;
import io.mpreg.api.rpc.FunctionInfo;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.rpc.RpcPlan;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** RPC over a connection. */
final class RemoteRpc implements RpcClient {

    private static final String ONLY = "call";
    private static final Duration DEFAULT = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Connection connection;
    private final ValueCodec codec;
    private final RpcFrames frames;
    private final Providers providers;

    RemoteRpc(Connection connection, ValueCodec codec, Providers providers) {
        this.connection = connection;
        this.codec = codec;
        this.frames = new RpcFrames(codec);
        this.providers = providers;
    }

    @Override
    public Value call(String function, @Nullable Object... args) {
        return execute(RpcRequest.of(Command.of(ONLY, function, args))).result(ONLY);
    }

    @Override
    public CompletionStage<Value> callAsync(String function, @Nullable Object... args) {
        return executeAsync(RpcRequest.of(Command.of(ONLY, function, args)))
                .thenApply(result -> result.result(ONLY));
    }

    @Override
    public RpcResult execute(RpcRequest request) {
        return frames.result(Failures.await(start(request)));
    }

    @Override
    public CompletionStage<RpcResult> executeAsync(RpcRequest request) {
        return start(request).thenApplyAsync(frames::result, connection.threads().callbacks());
    }

    /** The node's own limit comes first, so that its answer says what was late. */
    private CompletionStage<Reply> start(RpcRequest request) {
        return connection.request(
                frames.call(request), request.timeout().orElse(DEFAULT).plus(GRACE));
    }

    @Override
    public boolean cancel(String requestId) {
        return ask(Request.op("rpc.cancel").with("requestId", requestId)).flag("cancelled");
    }

    private Reply ask(Request request) {
        return Failures.await(connection.request(request));
    }

    @Override
    public Registration register(FunctionSpec spec, FunctionHandler handler) {
        return providers.register(spec, handler, codec);
    }

    @Override
    public List<FunctionInfo> functions(String pattern) {
        return ask(Request.op("rpc.list").with("pattern", pattern)).objects("functions").stream()
                .map(RemoteRpc::function)
                .toList();
    }

    private static FunctionInfo function(Reply frame) {
        String name = frame.text("function");
        return new FunctionInfo(
                name,
                frame.text("functionId", name),
                frame.text("version", ""),
                Set.copyOf(frame.texts("resources")),
                Set.copyOf(frame.texts("tags")),
                frame.flag("idempotent"),
                frame.text("description", ""),
                frame.texts("nodes"));
    }

    @Override
    public RpcPlan explain(RpcRequest request) {
        Reply reply = ask(Request.op("rpc.explain").with("commands", frames.commands(request)));
        List<List<String>> levels =
                reply.items("levels").stream()
                        .map(level -> new Reply(Map.of("level", level)).texts("level"))
                        .toList();
        Map<String, List<RpcPlan.Candidate>> candidates = new LinkedHashMap<>();
        Reply all = reply.object("candidates");
        for (Object name : all.fields().keySet()) {
            candidates.put(
                    (String) name,
                    all.objects((String) name).stream().map(RemoteRpc::candidate).toList());
        }
        return new RpcPlan(levels, candidates);
    }

    private static RpcPlan.Candidate candidate(Reply frame) {
        return new RpcPlan.Candidate(
                frame.text("provider", ""),
                frame.text("node", ""),
                frame.text("version", ""),
                frame.flag("fits"),
                frame.text("reason", ""));
    }
}
