package io.mpreg.engine.session;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.engine.transport.CorrelationTracker;
import io.mpreg.engine.transport.Outgoing;
import io.mpreg.wire.bin.BinaryWriter;
import io.mpreg.wire.bin.Feature;
import io.mpreg.wire.bin.InvokeForm;
import io.mpreg.wire.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * One invocation of a function at a session's client, on its way there and until it ends.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class RemoteInvocation implements Outgoing {

    private static final int ENVELOPE = 260;

    private final ProviderDesk desk;
    private final long number;
    private final RpcContext context;
    private final List<Value> args;
    private final Map<String, Value> kwargs;
    private final CompletableFuture<Payload> result = new CompletableFuture<>();
    private final int size;
    private volatile String provider = "";

    /**
     * @param number its id, unique among the node's
     */
    RemoteInvocation(ProviderDesk desk, long number, RpcContext context) {
        this.desk = desk;
        this.number = number;
        this.context = context;
        this.args = context.args();
        this.kwargs = context.kwargs();
        this.size = ENVELOPE + Sizes.of(args) + Sizes.of(kwargs);
    }

    long number() {
        return number;
    }

    /* As objects of JSON have it. */
    private String id() {
        return Long.toString(number, Character.MAX_RADIX);
    }

    CompletableFuture<Payload> result() {
        return result;
    }

    void sending(String providerId) {
        provider = providerId;
    }

    void succeed(Payload value) {
        result.complete(value);
    }

    void fail(MpregException failure) {
        result.completeExceptionally(failure);
    }

    void progress(double percent, String step) {
        context.progress(percent, step);
    }

    /** The caller gave up; the client is told, unless it has answered. */
    void cancelled() {
        if (desk.ended(this, CorrelationTracker.Outcome.CANCELLED)) {
            desk.session().send(new Withdrawal(id()), true);
            fail(MpregException.of(ErrorCode.CANCELLED, "the caller gave up"));
        }
    }

    /** The connection to the client has ended. */
    void lost() {
        fail(
                MpregException.of(
                        ErrorCode.PROVIDER_UNREACHABLE,
                        "the connection to the provider of '" + context.function() + "' was lost"));
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isWanted() {
        return !result.isDone();
    }

    @Override
    public void write(JsonWriter out) {
        out.begin()
                .field("op", "rpc.invoke")
                .field("invocation", id())
                .field("provider", provider)
                .field("function", context.function())
                .field("version", context.version())
                .field("args", Frames.values(args))
                .field("kwargs", Frames.values(kwargs))
                .field("deadlineMs", context.timeLeft().toMillis())
                .field("command", context.command())
                .field("requestId", context.requestId())
                .field("correlationId", context.correlationId())
                .field("idempotencyKey", context.idempotencyKey());
        context.principal().ifPresent(name -> out.field(Headers.PRINCIPAL, name));
        out.end();
    }

    @Override
    public void write(BinaryWriter out) {
        if (!desk.session().knows(Feature.CALLS)) {
            out.json(this::write);
            return;
        }
        List<Payload> positional = new ArrayList<>(args.size());
        for (int i = 0; i < args.size(); i++) {
            positional.add(args.get(i).payload());
        }
        Map<String, Payload> named = kwargs.isEmpty() ? Map.of() : new LinkedHashMap<>();
        kwargs.forEach((name, arg) -> named.put(name, arg.payload()));
        InvokeForm.invoke(
                out,
                new InvokeForm.Invoked(
                        number,
                        provider,
                        context.function(),
                        context.version(),
                        positional,
                        named,
                        context.timeLeft().toMillis(),
                        context.command(),
                        context.requestId(),
                        context.correlationId(),
                        context.idempotencyKey(),
                        desk.session().knows(Feature.PRINCIPAL)
                                ? context.principal().orElse("")
                                : ""));
    }

    /** Tells the client that nobody waits for an invocation any more. */
    private record Withdrawal(String invocation) implements Outgoing {

        private static final int SIZE = 80;

        @Override
        public int size() {
            return SIZE;
        }

        @Override
        public void write(JsonWriter out) {
            out.begin().field("op", "rpc.cancelled").field("invocation", invocation).end();
        }
    }
}
