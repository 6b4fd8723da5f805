package io.mpreg.client;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.Headers;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.RpcContext;
import io.mpreg.wire.Fields;
import io.mpreg.wire.Payloads;
import io.mpreg.wire.bin.InvokeForm;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An invocation that came over a connection. */
final class Invocation implements RpcContext {

    private static final System.Logger LOG = System.getLogger(Invocation.class.getName());
    private static final String RETURN = "rpc.return";
    private static final Duration LONG = Duration.ofDays(1);

    private final Connection connection;
    private final long epoch;
    private final InvokeForm.Invoked invoked;
    private final String id;
    private final boolean compact;
    private final ValueCodec codec;
    private final long deadline;
    private final List<Runnable> onCancel = new ArrayList<>(0);
    private boolean cancelled;

    private Invocation(
            InvokeForm.Invoked invoked,
            String id,
            boolean compact,
            ValueCodec codec,
            Connection connection) {
        this.connection = connection;
        this.epoch = connection.epoch();
        this.invoked = invoked;
        this.id = id;
        this.compact = compact;
        this.codec = codec;
        this.deadline = connection.threads().millis() + invoked.deadlineMs();
    }

    /** One that came in compact form, and is answered in it. */
    static Invocation of(InvokeForm.Invoked invoked, ValueCodec codec, Connection connection) {
        return new Invocation(invoked, id(invoked.number()), true, codec, connection);
    }

    /** One that came as an object. */
    static Invocation of(Fields push, ValueCodec codec, Connection connection) {
        String id = push.text("invocation");
        InvokeForm.Invoked invoked =
                new InvokeForm.Invoked(
                        0,
                        push.text("provider", ""),
                        push.text("function"),
                        push.text("version", ""),
                        push.items("args").stream().map(Payloads::fromFrame).toList(),
                        push.object("kwargs").each(Payloads::fromFrame),
                        push.has("deadlineMs") ? push.whole("deadlineMs") : LONG.toMillis(),
                        push.text("command", ""),
                        push.text("requestId", ""),
                        push.text(Headers.CORRELATION_ID, ""),
                        push.text("idempotencyKey", id),
                        push.text(Headers.PRINCIPAL, ""));
        return new Invocation(invoked, id, false, codec, connection);
    }

    /** The id of an invocation as objects have it. */
    static String id(long number) {
        return Long.toString(number, Character.MAX_RADIX);
    }

    String id() {
        return id;
    }

    boolean isStale() {
        return epoch != connection.epoch();
    }

    /**
     * Answers with a value.
     *
     * @param alone whether more to answer along with it is not to be expected
     */
    void succeed(@Nullable Object value, boolean alone) {
        Payload payload = codec.encode(value);
        if (compact) {
            tell((out, none) -> InvokeForm.returned(out, invoked.number(), payload), alone);
        } else {
            ask(Request.op(RETURN).with("value", Payloads.toFrame(payload)), this::tooLong);
        }
    }

    void fail(Throwable failure) {
        String message = failure.getMessage();
        fail(message == null ? failure.toString() : message, failure.getClass().getName());
    }

    void fail(String message) {
        fail(message, "");
    }

    private void fail(String message, String type) {
        if (compact) {
            tell((out, none) -> InvokeForm.failed(out, invoked.number(), message, type), true);
        } else {
            ask(error(message, type), Invocation::note);
        }
    }

    private static Request error(String message, String type) {
        return Request.op(RETURN)
                .with(
                        "error",
                        Request.object()
                                .with("message", message)
                                .unlessEmpty("type", type)
                                .fields());
    }

    private void tell(Request.Compact form, boolean alone) {
        try {
            connection.tell(epoch, Request.told(RETURN, invoked.number(), form), alone);
        } catch (MpregException e) {
            tooLong(e);
        }
    }

    private void ask(Request request, Consumer<MpregException> otherwise) {
        if (!isStale()) {
            connection
                    .request(request.with("invocation", id))
                    .exceptionally(
                            failure -> {
                                otherwise.accept(Failures.unwrapped(failure));
                                return null;
                            });
        }
    }

    /* Who called is told why there is no value instead. */
    private void tooLong(MpregException failure) {
        if (failure.code() == ErrorCode.PAYLOAD_TOO_LARGE) {
            fail(String.valueOf(failure.getMessage()));
        } else {
            note(failure);
        }
    }

    private static void note(MpregException failure) {
        LOG.log(System.Logger.Level.DEBUG, "the node did not take it: {0}", failure.toString());
    }

    @Override
    public List<Value> args() {
        List<Value> args = new ArrayList<>(invoked.args().size());
        for (Payload arg : invoked.args()) {
            args.add(new Value(arg, codec));
        }
        return Collections.unmodifiableList(args);
    }

    @Override
    public Map<String, Value> kwargs() {
        if (invoked.kwargs().isEmpty()) {
            return Map.of();
        }
        Map<String, Value> kwargs = new LinkedHashMap<>();
        invoked.kwargs().forEach((name, arg) -> kwargs.put(name, new Value(arg, codec)));
        return Collections.unmodifiableMap(kwargs);
    }

    @Override
    public <T> @Nullable T arg(int index, Type type) {
        List<Payload> args = invoked.args();
        if (index < 0 || index >= args.size()) {
            throw MpregRequestException.field(
                    "args[" + index + "]", "is missing; there are " + args.size());
        }
        return converted("args[" + index + "]", new Value(args.get(index), codec), type);
    }

    @Override
    public <T> @Nullable T kwarg(String name, Type type) {
        Payload value = invoked.kwargs().get(name);
        if (value == null) {
            throw MpregRequestException.field(
                    "kwargs." + name, "is missing; there are " + invoked.kwargs().keySet());
        }
        return converted("kwargs." + name, new Value(value, codec), type);
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
        return invoked.requestId();
    }

    @Override
    public String command() {
        return invoked.command();
    }

    @Override
    public String function() {
        return invoked.function();
    }

    @Override
    public String version() {
        return invoked.version();
    }

    @Override
    public String correlationId() {
        return invoked.correlationId();
    }

    @Override
    public Optional<String> principal() {
        return Optional.of(invoked.principal()).filter(name -> !name.isEmpty());
    }

    @Override
    public String idempotencyKey() {
        return invoked.idempotencyKey();
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
        ask(
                Request.op("rpc.progress").with("percent", percent).with("step", step),
                Invocation::note);
    }
}
