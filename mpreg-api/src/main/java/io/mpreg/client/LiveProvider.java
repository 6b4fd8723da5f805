package io.mpreg.client;

import io.mpreg.api.MpregException;
import io.mpreg.api.Registration;
import io.mpreg.api.codec.ValueCodec;
import io.mpreg.api.rpc.FunctionHandler;
import io.mpreg.api.rpc.FunctionSpec;
import io.mpreg.wire.Fields;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A function that this client provides over its connection. */
final class LiveProvider implements Registration, Restorable {

    private static final System.Logger LOG = System.getLogger(LiveProvider.class.getName());
    private static final int MOST = 1_000;

    private final FunctionSpec spec;
    private final FunctionHandler handler;
    private final ValueCodec codec;
    private final Connection connection;
    private final Providers providers;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicInteger running = new AtomicInteger();
    private final Quickness quickness = new Quickness();
    private volatile String id = "";

    LiveProvider(
            FunctionSpec spec,
            FunctionHandler handler,
            ValueCodec codec,
            Connection connection,
            Providers providers) {
        this.spec = spec;
        this.handler = handler;
        this.codec = codec;
        this.connection = connection;
        this.providers = providers;
    }

    @Override
    public CompletionStage<?> restore() {
        return restore(true);
    }

    CompletionStage<?> restore(boolean first) {
        Request request =
                Request.op("rpc.register")
                        .with("function", spec.name())
                        .with("functionId", spec.functionId())
                        .with("version", spec.version())
                        .unlessEmpty("resources", spec.resources())
                        .unlessEmpty("tags", spec.tags())
                        .with("idempotent", spec.idempotent())
                        .unlessEmpty("description", spec.description())
                        .unlessEmpty("parameters", spec.parameters())
                        .unlessEmpty("result", spec.result());
        spec.cacheable()
                .ifPresent(
                        results ->
                                request.with(
                                        "cacheable",
                                        Request.object()
                                                .millis("ttlMs", results.timeToLive())
                                                .unlessEmpty("tags", results.tags())
                                                .unlessEmpty("dependsOn", results.dependsOn())
                                                .fields()));
        if (spec.concurrency() > 0) {
            request.with("concurrency", spec.concurrency());
        }
        CompletionStage<Fields> reply =
                first ? connection.first(request) : connection.request(request);
        return reply.thenAccept(this::placed);
    }

    private void placed(Fields reply) {
        id = reply.text("provider");
        providers.placed(id, this);
    }

    boolean provides(String function) {
        return spec.name().equals(function);
    }

    boolean isAt(String version) {
        return spec.version().equals(version);
    }

    ValueCodec codec() {
        return codec;
    }

    void invoke(Invocation invocation) {
        int most = spec.concurrency() > 0 ? spec.concurrency() : MOST;
        if (!open.get() || running.incrementAndGet() > most) {
            running.decrementAndGet();
            invocation.fail("the provider runs as many invocations as it takes");
            return;
        }
        providers.started(invocation);
        try {
            connection.run(() -> run(invocation), quickness);
        } catch (RejectedExecutionException e) {
            ended(invocation);
            invocation.fail("the provider has no thread to run on");
        }
    }

    private void run(Invocation invocation) {
        Object value;
        try {
            value = handler.invoke(invocation);
        } catch (Exception | LinkageError | StackOverflowError e) {
            ended(invocation);
            failed(invocation, e);
            return;
        }
        if (value instanceof CompletionStage<?> later) {
            later.whenComplete((result, failure) -> finish(invocation, result, failure));
        } else {
            finish(invocation, value, null);
        }
    }

    private void finish(
            Invocation invocation, @Nullable Object value, @Nullable Throwable failure) {
        ended(invocation);
        if (failure != null) {
            failed(invocation, failure);
            return;
        }
        try {
            invocation.succeed(value, providers.isQuiet());
        } catch (MpregException e) {
            failed(invocation, e);
        }
    }

    private void failed(Invocation invocation, Throwable failure) {
        LOG.log(System.Logger.Level.DEBUG, "function " + spec.name() + " failed", failure);
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        invocation.fail(cause);
    }

    private void ended(Invocation invocation) {
        running.decrementAndGet();
        providers.ended(invocation);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String name() {
        return "function '" + spec.name() + "' version " + spec.version();
    }

    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        connection.kept().forget(this);
        Farewell.say(connection, Request.op("rpc.unregister").with("provider", id));
        providers.gone(this);
    }
}
