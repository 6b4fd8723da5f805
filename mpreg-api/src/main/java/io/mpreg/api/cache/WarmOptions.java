package io.mpreg.api.cache;

import io.mpreg.api.MpregRequestException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * How entries are loaded ahead of their use.
 *
 * @param parallelism how many loads run at the same time at the most, 1 to 1000
 * @param put how the entries are kept
 * @param progress learns after every key how far it is; never on two threads at the same time. If
 *     it throws, the warm-up ends
 * @param executor where the loader runs; unless given, on the client's threads for callbacks, which
 *     in a server are the container's
 * @since 0.1
 */
public record WarmOptions(
        int parallelism, PutOptions put, Consumer<WarmUp> progress, Optional<Executor> executor) {

    /** The most loads at the same time. */
    private static final int MOST = 1000;

    /** Four loads at the same time, and nothing special. */
    public static final WarmOptions DEFAULT =
            new WarmOptions(4, PutOptions.NONE, state -> {}, Optional.empty());

    /**
     * @throws MpregRequestException if the parallelism is out of range
     */
    public WarmOptions {
        if (parallelism < 1 || parallelism > MOST) {
            throw MpregRequestException.field(
                    "parallelism", "it must be from 1 to " + MOST + ", was " + parallelism);
        }
        Objects.requireNonNull(put, "put");
        Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(executor, "executor");
    }

    /**
     * The same with so many loads at the same time.
     *
     * @throws MpregRequestException if they are not 1 to 1000
     */
    public WarmOptions parallelism(int loads) {
        return new WarmOptions(loads, put, progress, executor);
    }

    public WarmOptions put(PutOptions options) {
        return new WarmOptions(parallelism, options, progress, executor);
    }

    public WarmOptions onProgress(Consumer<WarmUp> listener) {
        return new WarmOptions(parallelism, put, listener, executor);
    }

    public WarmOptions executor(Executor threads) {
        return new WarmOptions(parallelism, put, progress, Optional.of(threads));
    }

    /** The same on that executor, unless there is one already. */
    public WarmOptions unlessGiven(Executor threads) {
        return executor.isPresent() ? this : executor(threads);
    }
}
