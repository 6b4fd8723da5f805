package io.mpreg.engine.rpc;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.Payload;
import io.mpreg.api.Value;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a function on its owner's executor. */
final class LocalRun implements Runnable {

    /** After so many runs a thread goes back to its executor, so that others get their turn. */
    private static final int LONGEST_CHAIN = 32;

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
        LocalRun next = this;
        for (int i = 1; next != null; i++) {
            List<LocalRun> ready = next.once();
            boolean ends =
                    ready.isEmpty() || i == LONGEST_CHAIN || Thread.currentThread().isInterrupted();
            next = ends ? null : ready.get(0);
            ready.subList(next == null ? 0 : 1, ready.size()).forEach(LocalRun::submit);
        }
    }

    private void submit() {
        provider.submit(this);
    }

    /** Runs the function; what its end allows to start on this thread's executor is returned. */
    private List<LocalRun> once() {
        CallEnd end = ended();
        return end == null
                ? List.of()
                : provider.relay().ending(provider.owner().callbacks(), () -> finish(end));
    }

    /** How the call ended; null if that will be known later. */
    private @Nullable CallEnd ended() {
        if (call.isOver()) {
            return new CallEnd.Lost("the call was over before it ran", false);
        }
        if (provider.isClosed()) {
            return LocalProvider.TAKEN_BACK;
        }
        Object result;
        try {
            result = provider.handler().invoke(new LocalContext(provider, call));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failure(e);
        } catch (Throwable e) {
            return failure(e);
        }
        if (result instanceof CompletionStage<?> later) {
            // A stage holds no thread: when nobody waits for it, its place is free.
            call.onCancel(this::freePlace);
            later.whenComplete(
                    (value, error) -> finish(error == null ? encode(value) : failure(error)));
            return null;
        }
        return encode(result);
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
