package io.mpreg.engine.session;

import io.mpreg.api.Guarantee;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.rpc.Command;
import io.mpreg.api.rpc.CommandProgress;
import io.mpreg.api.rpc.FunctionInfo;
import io.mpreg.api.rpc.RpcClient;
import io.mpreg.api.rpc.RpcPlan;
import io.mpreg.api.rpc.RpcRequest;
import io.mpreg.api.rpc.RpcResult;
import io.mpreg.wire.bin.CallForm;
import io.mpreg.wire.json.Json;
import io.mpreg.wire.json.JsonException;
import io.mpreg.wire.rpc.ProgressForm;
import io.mpreg.wire.rpc.ResultForm;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls of functions, and what is known about them. */
final class CallDesk {

    private CallDesk() {}

    static void operations(Operations all) {
        all.family(session -> session.client().rpc())
                .swift("rpc.call", CallDesk::call)
                .swift("rpc.cancel", CallDesk::cancel)
                .slow("rpc.list", CallDesk::list)
                .slow("rpc.explain", CallDesk::explain)
                .swift("rpc.submit", CallDesk::submit)
                .slow("rpc.result", CallDesk::result)
                .slow("rpc.monitor", CallDesk::monitor)
                .slow("rpc.active", CallDesk::active)
                .slow("rpc.analytics", CallDesk::analytics);
    }

    private static void call(RpcClient rpc, Fields fields, Answer answer) {
        CompletableFuture<RpcResult> running =
                rpc.executeAsync(request(fields)).toCompletableFuture();
        answer.onAbandon(() -> running.cancel(false));
        answer.later(running, result -> Frames.fields(ResultForm.of(result)));
    }

    /** A call that came in its compact form. */
    static void call(RpcClient rpc, long number, CallForm.Call call, Answer answer) {
        check("args", call.args());
        check("kwargs", call.kwargs().values());
        if (call.timeout().isPresent() && call.timeout().get().isZero()) {
            throw MpregRequestException.field("timeoutMs", "it must be positive");
        }
        Command command =
                new Command(
                        call.command(),
                        call.function(),
                        List.copyOf(call.args()),
                        Map.copyOf(call.kwargs()),
                        Set.of(),
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of());
        RpcRequest request =
                new RpcRequest(
                        List.of(command),
                        Optional.empty(),
                        call.correlationId(),
                        call.timeout(),
                        false,
                        false,
                        false,
                        Guarantee.FIRE_AND_FORGET);
        CompletableFuture<RpcResult> running = rpc.executeAsync(request).toCompletableFuture();
        answer.onAbandon(() -> running.cancel(false));
        running.whenComplete(
                (result, failure) -> {
                    if (failure != null) {
                        answer.fail(failure);
                    } else {
                        answer.called(number, result);
                    }
                });
    }

    private static void check(String field, Collection<Payload> values) {
        for (Payload value : values) {
            if (value.isJson()) {
                try {
                    Json.check(value.bytes());
                } catch (JsonException e) {
                    throw MpregRequestException.field(field, String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private static RpcRequest request(Fields fields) {
        return new RpcRequest(
                CommandReader.commands(fields),
                fields.optionalText("requestId"),
                fields.correlationId(),
                fields.limit("timeoutMs"),
                fields.flag("intermediate", false),
                fields.flag("summary", false),
                fields.flag("progress", false),
                fields.choice("delivery", Guarantee.class, Guarantee.FIRE_AND_FORGET),
                fields.flag("cacheable", false));
    }

    private static void submit(RpcClient rpc, Fields fields, Answer answer) {
        answer.later(rpc.submitAsync(request(fields)), id -> new Object[] {"requestId", id});
    }

    private static void result(RpcClient rpc, Fields fields, Answer answer) {
        Optional<RpcResult> result = rpc.result(fields.text("requestId"));
        Map<String, @Nullable Object> reply = new LinkedHashMap<>();
        reply.put("found", result.isPresent());
        result.ifPresent(known -> reply.putAll(ResultForm.of(known)));
        answer.ok(Frames.fields(reply));
    }

    private static void monitor(RpcClient rpc, Fields fields, Answer answer) {
        Optional<CommandProgress> progress = rpc.progress(fields.text("commandId"));
        if (progress.isPresent()) {
            answer.ok("progress", ProgressForm.of(progress.get()));
        } else {
            answer.ok();
        }
    }

    private static void active(RpcClient rpc, Fields fields, Answer answer) {
        answer.ok("commands", rpc.active().stream().map(ProgressForm::of).toList());
    }

    private static void analytics(RpcClient rpc, Fields fields, Answer answer) {
        answer.ok("functions", rpc.analytics().stream().map(ProgressForm::of).toList());
    }

    private static void cancel(RpcClient rpc, Fields fields, Answer answer) {
        answer.ok("cancelled", rpc.cancel(fields.text("requestId")));
    }

    private static void list(RpcClient rpc, Fields fields, Answer answer) {
        List<FunctionInfo> functions;
        try {
            functions = rpc.functions(fields.text("pattern", "#"));
        } catch (MpregException e) {
            throw fields.wrong("pattern", String.valueOf(e.getMessage()));
        }
        answer.ok("functions", functions.stream().map(CallDesk::function).toList());
    }

    static Map<String, Object> function(FunctionInfo function) {
        return Frames.object(
                "function", function.name(),
                "functionId", function.functionId(),
                "version", function.version(),
                "resources", sorted(function.resources()),
                "tags", sorted(function.tags()),
                "idempotent", function.idempotent(),
                "description", function.description(),
                "parameters", function.parameters(),
                "result", function.result(),
                "nodes", function.nodes());
    }

    private static Set<String> sorted(Set<String> words) {
        return new TreeSet<>(words);
    }

    private static void explain(RpcClient rpc, Fields fields, Answer answer) {
        RpcPlan plan = rpc.explain(request(fields));
        Map<String, Object> candidates = new LinkedHashMap<>();
        plan.candidates()
                .forEach(
                        (command, all) ->
                                candidates.put(
                                        command, all.stream().map(CallDesk::candidate).toList()));
        answer.ok("levels", plan.levels(), "candidates", candidates);
    }

    private static Map<String, Object> candidate(RpcPlan.Candidate candidate) {
        return Frames.object(
                "provider", candidate.provider(),
                "node", candidate.node(),
                "version", candidate.version(),
                "fits", candidate.fits(),
                "reason", candidate.reason());
    }
}
