package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a function on its owner's executor. */
final class LocalRun implements Runnable {

    private final LocalProvider provider;
    private final Call call;
    private final Consumer<CallEnd> ended;
    private final AtomicBoolean placeFreed = new AtomicBoolean();

    LocalRun(LocalProvider provider, Call call, Consumer<CallEnd> ended) {
        this.provider = provider;
        this.call = call;
        this.ended = ended;
    }

    Call call() {
        return call;
    }

    /** Ends a run that never got its place. */
    void notStarted(CallEnd end) {
        ended.accept(end);
    }

    @Override
    public void run() {
        if (call.isOver()) {
            finish(new CallEnd.Lost("the call was over before it ran", false));
            return;
        }
        if (provider.isClosed()) {
            finish(LocalProvider.TAKEN_BACK);
            return;
        }
        Object result;
        try {
            result = provider.handler().invoke(new LocalContext(provider, call));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            finish(failure(e));
            return;
        } catch (Throwable e) {
            finish(failure(e));
            return;
        }
        if (result instanceof CompletionStage<?> later) {
            // A stage holds no thread: when nobody waits for it, its place is free.
            call.onCancel(this::freePlace);
            later.whenComplete(
                    (value, error) -> finish(error == null ? encode(value) : failure(error)));
        } else {
            finish(encode(result));
        }
    }

    private void finish(CallEnd end) {
        freePlace();
        ended.accept(end);
    }

    private void freePlace() {
        if (placeFreed.compareAndSet(false, true)) {
            provider.left();
        }
    }

    private CallEnd encode(@Nullable Object value) {
        try {
            Payload payload =
                    value instanceof Value ready ? ready.payload() : provider.owner().encode(value);
            return new CallEnd.Returned(payload);
        } catch (MpregException e) {
            return unsendable(e);
        } catch (RuntimeException e) {
            provider.failures().failed(call.invocation(), e);
            return unsendable(e);
        }
    }

    private CallEnd unsendable(RuntimeException e) {
        return new CallEnd.Raised(
                "the result of '" + provider.offer().name() + "' cannot be sent: " + text(e));
    }

    private CallEnd failure(Throwable thrown) {
        Throwable cause = thrown;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof MpregException typed) {
            // Its message says everything; the log is for failures that nobody foresaw.
            return typed.code() == ErrorCode.PROVIDER_UNREACHABLE
                    ? new CallEnd.Lost(text(cause), true)
                    : new CallEnd.Raised(text(cause));
        }
        provider.failures().failed(call.invocation(), cause);
        return new CallEnd.Raised(text(cause));
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.isEmpty() ? cause.getClass().getName() : message;
    }
}
