package io.mpreg.client;

import io.mpreg.api.Registration;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
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
import io.mpreg.wire.Fields;
import io.mpreg.wire.bin.CallForm;
import io.mpreg.wire.bin.Feature;
import io.mpreg.wire.rpc.ProgressForm;
import io.mpreg.wire.rpc.RequestForm;
import io.mpreg.wire.rpc.ResultForm;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** RPC over a connection. */
final class RemoteRpc implements RpcClient {

    private static final String CALL = "rpc.call";
    private static final Duration DEFAULT = Duration.ofSeconds(30);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Connection connection;
    private final ValueCodec codec;
    private final RequestForm requests;
    private final ResultForm results;
    private final Providers providers;

    RemoteRpc(Connection connection, ValueCodec codec, Providers providers) {
        this.connection = connection;
        this.codec = codec;
        this.requests = new RequestForm(codec);
        this.results = new ResultForm(codec);
        this.providers = providers;
    }

    @Override
    public Value call(String function, @Nullable Object... args) {
        return Failures.await(callAsync(function, args));
    }

    @Override
    public CompletionStage<Value> callAsync(String function, @Nullable Object... args) {
        return start(
                RpcRequest.of(Command.of(CallForm.COMMAND, function, args)),
                result -> result.result(CallForm.COMMAND));
    }

    @Override
    public RpcResult execute(RpcRequest request) {
        return Failures.await(executeAsync(request));
    }

    @Override
    public CompletionStage<RpcResult> executeAsync(RpcRequest request) {
        return start(request, result -> result);
    }

    /** The node's own limit comes first, so that its answer says what was late. */
    private <T> CompletionStage<T> start(RpcRequest request, Function<RpcResult, T> made) {
        Duration limit = request.timeout().orElse(DEFAULT).plus(GRACE);
        Optional<CallForm.Call> call = requests.compact(request);
        if (call.isEmpty()) {
            return connection.ask(
                    Request.op(CALL).all(requests.of(request)),
                    limit,
                    reply -> made.apply(results.result(reply)));
        }
        Request compact = Request.op(CALL);
        compact.compact(
                (out, id) -> CallForm.call(out, id, call.get()),
                () -> compact.all(requests.of(request)),
                Feature.CALLS);
        return connection.ask(
                compact, limit, reply -> made.apply(read(reply, call.get().command())));
    }

    private RpcResult read(Fields reply, String command) {
        CallForm.Result result = Compacted.value(reply, CallForm.Result.class);
        return result == null ? results.result(reply) : result.toResult(command, codec);
    }

    @Override
    public String submit(RpcRequest request) {
        return Failures.await(submitAsync(request));
    }

    @Override
    public CompletionStage<String> submitAsync(RpcRequest request) {
        return connection
                .request(Request.op("rpc.submit").all(requests.of(request)))
                .thenApply(reply -> reply.text("requestId"));
    }

    @Override
    public Optional<RpcResult> result(String requestId) {
        Fields reply = ask(Request.op("rpc.result").with("requestId", requestId));
        return reply.flag("found") ? Optional.of(results.result(reply)) : Optional.empty();
    }

    @Override
    public boolean cancel(String requestId) {
        return ask(Request.op("rpc.cancel").with("requestId", requestId)).flag("cancelled");
    }

    private Fields ask(Request request) {
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

    private static FunctionInfo function(Fields frame) {
        String name = frame.text("function");
        return new FunctionInfo(
                name,
                frame.text("functionId", name),
                frame.text("version", ""),
                Set.copyOf(frame.texts("resources")),
                Set.copyOf(frame.texts("tags")),
                frame.flag("idempotent"),
                frame.text("description", ""),
                frame.object("parameters").texts(),
                frame.text("result", ""),
                frame.texts("nodes"));
    }

    @Override
    public RpcPlan explain(RpcRequest request) {
        Fields reply =
                ask(
                        Request.op("rpc.explain")
                                .with("commands", requests.commands(request.commands())));
        List<List<String>> levels =
                reply.items("levels").stream()
                        .map(level -> new Fields(Map.of("level", level)).texts("level"))
                        .toList();
        Map<String, List<RpcPlan.Candidate>> candidates = new LinkedHashMap<>();
        Fields all = reply.object("candidates");
        for (Object name : all.fields().keySet()) {
            candidates.put(
                    (String) name,
                    all.objects((String) name).stream().map(RemoteRpc::candidate).toList());
        }
        return new RpcPlan(levels, candidates);
    }

    private static RpcPlan.Candidate candidate(Fields frame) {
        return new RpcPlan.Candidate(
                frame.text("provider", ""),
                frame.text("node", ""),
                frame.text("version", ""),
                frame.flag("fits"),
                frame.text("reason", ""));
    }

    @Override
    public Optional<CommandProgress> progress(String commandId) {
        Fields reply = ask(Request.op("rpc.monitor").with("commandId", commandId));
        return reply.has("progress")
                ? Optional.of(ProgressForm.progress(reply.object("progress")))
                : Optional.empty();
    }

    @Override
    public List<CommandProgress> active() {
        return ask(Request.op("rpc.active")).objects("commands").stream()
                .map(ProgressForm::progress)
                .toList();
    }

    @Override
    public List<FunctionReport> analytics() {
        return ask(Request.op("rpc.analytics")).objects("functions").stream()
                .map(ProgressForm::report)
                .toList();
    }
}
