package io.mpreg.api.spi;

import io.mpreg.api.MpregException;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * The outcome of something that was refused at once. Under overload there are more of these than of
 * what is taken, so to look at one costs as little as to make one: what is made of it by {@link
 * #whenComplete} is itself, not a stage with one more exception. It may be the outcome of many, so
 * nobody can make another of it.
 *
 * <pre>{@code
 * return room.isLeft() ? store(message) : new RefusedStage<>(MpregLimitException.refusal(why, limit, ms));
 * }</pre>
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 *
 * @param <T> what there would have been
 */
public final class RefusedStage<T> extends CompletableFuture<T> {

    private static final String FINAL = "the outcome of what was refused cannot be replaced";

    private final MpregException refusal;

    /**
     * @param refusal why; best without a trace, as of {@code MpregLimitException.refusal}, if there
     *     may be many
     */
    public RefusedStage(MpregException refusal) {
        this.refusal = refusal;
        completeExceptionally(refusal);
    }

    /** Runs the action at once, on the calling thread. */
    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
        try {
            action.accept(null, refusal);
        } catch (RuntimeException e) {
            // A stage that failed before stays as it was, whatever its observers do.
            System.getLogger(RefusedStage.class.getName())
                    .log(System.Logger.Level.DEBUG, "an observer of a refusal failed", e);
        }
        return this;
    }

    /** Why it was refused. */
    public MpregException refusal() {
        return refusal;
    }

    /** Not supported. */
    @Override
    public void obtrudeValue(T value) {
        throw new UnsupportedOperationException(FINAL);
    }

    /** Not supported. */
    @Override
    public void obtrudeException(Throwable failure) {
        throw new UnsupportedOperationException(FINAL);
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
