package io.mpreg.client;

import io.mpreg.api.Headers;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.wire.Fields;
import io.mpreg.wire.Payloads;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An invocation that came over a connection. */
final class Invocation implements RpcContext {

    private static final System.Logger LOG = System.getLogger(Invocation.class.getName());
    private static final Duration LONG = Duration.ofDays(1);

    private final Connection connection;
    private final long epoch;
    private final Fields push;
    private final String id;
    private final List<Value> args;
    private final Map<String, Value> kwargs;
    private final long deadline;
    private final List<Runnable> onCancel = new ArrayList<>();
    private boolean cancelled;

    Invocation(Fields push, ValueCodec codec, Connection connection) {
        this.connection = connection;
        this.epoch = connection.epoch();
        this.push = push;
        this.id = push.text("invocation");
        this.args =
                push.items("args").stream()
                        .map(tree -> new Value(Payloads.fromFrame(tree), codec))
                        .toList();
        this.kwargs =
                push.object("kwargs").each(tree -> new Value(Payloads.fromFrame(tree), codec));
        this.deadline =
                connection.threads().millis()
                        + (push.has("deadlineMs") ? push.whole("deadlineMs") : LONG.toMillis());
    }

    String id() {
        return id;
    }

    boolean isStale() {
        return epoch != connection.epoch();
    }

    void succeed(@Nullable Object value, ValueCodec codec) {
        answer(Request.op("rpc.return").with("value", Payloads.toFrame(codec.encode(value))));
    }

    void fail(Throwable failure) {
        String message = failure.getMessage();
        answer(error(message == null ? failure.toString() : message, failure.getClass().getName()));
    }

    void fail(String message) {
        answer(error(message, ""));
    }

    static void refuse(Connection connection, String invocation, String message) {
        told(connection.request(error(message, "").with("invocation", invocation)));
    }

    private static Request error(String message, String type) {
        return Request.op("rpc.return")
                .with(
                        "error",
                        Request.object()
                                .with("message", message)
                                .unlessEmpty("type", type)
                                .fields());
    }

    private void answer(Request request) {
        if (!isStale()) {
            told(connection.request(request.with("invocation", id)));
        }
    }

    private static void told(CompletionStage<Fields> telling) {
        telling.exceptionally(
                failure -> {
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "the node did not take it: {0}",
                            failure.toString());
                    return null;
                });
    }

    @Override
    public List<Value> args() {
        return args;
    }

    @Override
    public Map<String, Value> kwargs() {
        return kwargs;
    }

    @Override
    public <T> @Nullable T arg(int index, Type type) {
        if (index < 0 || index >= args.size()) {
            throw MpregRequestException.field(
                    "args[" + index + "]", "is missing; there are " + args.size());
        }
        return converted("args[" + index + "]", args.get(index), type);
    }

    @Override
    public <T> @Nullable T kwarg(String name, Type type) {
        Value value = kwargs.get(name);
        if (value == null) {
            throw MpregRequestException.field(
                    "kwargs." + name, "is missing; there are " + kwargs.keySet());
        }
        return converted("kwargs." + name, value, type);
    }

    private static <T> @Nullable T converted(String name, Value value, Type type) {
        try {
            return value.as(type);
        } catch (MpregRequestException e) {
            throw MpregRequestException.field(name, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String requestId() {
        return push.text("requestId", "");
    }

    @Override
    public String command() {
        return push.text("command", "");
    }

    @Override
    public String function() {
        return push.text("function");
    }

    @Override
    public String version() {
        return push.text("version", "");
    }

    @Override
    public String correlationId() {
        return push.text(Headers.CORRELATION_ID, "");
    }

    @Override
    public String idempotencyKey() {
        return push.text("idempotencyKey", id);
    }

    @Override
    public Duration timeLeft() {
        return Duration.ofMillis(Math.max(0, deadline - connection.threads().millis()));
    }

    @Override
    public boolean isCancelled() {
        synchronized (onCancel) {
            return cancelled;
        }
    }

    @Override
    public void onCancel(Runnable action) {
        synchronized (onCancel) {
            if (!cancelled) {
                onCancel.add(action);
                return;
            }
        }
        action.run();
    }

    void cancel() {
        List<Runnable> actions;
        synchronized (onCancel) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            actions = List.copyOf(onCancel);
        }
        for (Runnable action : actions) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "an action on cancellation failed", e);
            }
        }
    }

    @Override
    public void progress(double percent, String step) {
        if (!isStale()) {
            told(
                    connection.request(
                            Request.op("rpc.progress")
                                    .with("invocation", id)
                                    .with("percent", percent)
                                    .with("step", step)));
        }
    }
}
