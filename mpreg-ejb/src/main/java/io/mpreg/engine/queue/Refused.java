package io.mpreg.engine.queue;

import io.mpreg.api.MpregException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * The outcome of a send that was refused at once. Under overload there are more of these than
 * messages that are taken, so to look at one costs as little as to make one: what is made of it by
 * looking at it is itself, not a stage with one more exception. It may be that of many senders, so
 * nobody can make another of it.
 */
final class Refused<T> extends CompletableFuture<T> {

    private final MpregException refusal;

    Refused(MpregException refusal) {
        this.refusal = refusal;
        completeExceptionally(refusal);
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
        try {
            action.accept(null, refusal);
        } catch (RuntimeException e) {
            // A stage that failed before stays as it was, whatever its observers do.
            System.getLogger(Refused.class.getName())
                    .log(System.Logger.Level.DEBUG, "an observer of a refused send failed", e);
        }
        return this;
    }

    /** Why it was refused. */
    MpregException refusal() {
        return refusal;
    }

    @Override
    public void obtrudeValue(T value) {
        throw new UnsupportedOperationException("the outcome of a send cannot be replaced");
    }

    @Override
    public void obtrudeException(Throwable failure) {
        throw new UnsupportedOperationException("the outcome of a send cannot be replaced");
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
