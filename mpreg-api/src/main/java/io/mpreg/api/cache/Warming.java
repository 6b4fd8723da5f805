package io.mpreg.api.cache;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Loads entries ahead of their use, several at the same time.
 *
 * <p><b>Threads.</b> Works on the executor of its options, or on the caller's thread without one.
 */
final class Warming<T> {

    /** What is wrong with a key and not with the cache. */
    private static final Set<ErrorCode> OF_A_KEY =
            EnumSet.of(
                    ErrorCode.EXECUTION_FAILED,
                    ErrorCode.BAD_REQUEST,
                    ErrorCode.LIMIT_REACHED,
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    ErrorCode.CONVERSION,
                    ErrorCode.TIMED_OUT);

    private final CacheClient region;
    private final Class<T> type;
    private final CacheLoader<T> loader;
    private final WarmOptions options;
    private final CompletableFuture<WarmUp> result = new CompletableFuture<>();
    private final Queue<String> open;
    private final Map<String, MpregException> failures = new HashMap<>();
    private final int keys;
    private int loaded;
    private int present;
    private int lanes;

    Warming(
            CacheClient region,
            Collection<String> keys,
            Class<T> type,
            CacheLoader<T> loader,
            WarmOptions options) {
        this.region = region;
        this.type = type;
        this.loader = loader;
        this.options = options;
        this.open = new ArrayDeque<>(new LinkedHashSet<>(keys));
        this.keys = open.size();
    }

    CompletionStage<WarmUp> start() {
        Executor executor = options.executor().orElse(Runnable::run);
        int wanted = Math.min(options.parallelism(), keys);
        synchronized (this) {
            lanes = wanted + 1;
        }
        for (int lane = 0; lane < wanted; lane++) {
            try {
                executor.execute(this::lane);
            } catch (RejectedExecutionException e) {
                refused(e, wanted - lane);
                break;
            }
        }
        leave();
        return result;
    }

    /** With fewer threads it takes longer; without any it fails. */
    private synchronized void refused(RejectedExecutionException why, int missing) {
        lanes -= missing;
        if (lanes == 1 && !open.isEmpty()) {
            fail(
                    MpregException.of(
                            ErrorCode.UNAVAILABLE,
                            "no thread takes the loader of region '" + region.region() + "'",
                            Map.of(),
                            why));
        }
    }

    private void lane() {
        try {
            String key;
            while ((key = next()) != null) {
                warm(key);
            }
        } finally {
            leave();
        }
    }

    private synchronized @Nullable String next() {
        return result.isDone() ? null : open.poll();
    }

    private void leave() {
        WarmUp end;
        synchronized (this) {
            lanes--;
            if (lanes > 0) {
                return;
            }
            end = state();
        }
        result.complete(end);
    }

    private void warm(String key) {
        boolean[] mine = new boolean[1];
        MpregException failure = null;
        try {
            if (!region.contains(key)) {
                region.getOrLoad(
                        key,
                        type,
                        missing -> {
                            mine[0] = true;
                            return loader.load(missing);
                        },
                        options.put());
            }
        } catch (MpregException e) {
            if (!OF_A_KEY.contains(e.code())) {
                fail(e);
                return;
            }
            failure = e;
        } catch (RuntimeException | Error e) {
            fail(e);
            return;
        }
        done(key, mine[0], failure);
    }

    private synchronized void done(String key, boolean mine, @Nullable MpregException failure) {
        if (failure != null) {
            failures.put(key, failure);
        } else if (mine) {
            loaded++;
        } else {
            present++;
        }
        try {
            options.progress().accept(state());
        } catch (RuntimeException e) {
            fail(
                    MpregException.of(
                            ErrorCode.EXECUTION_FAILED,
                            "the listener to the progress failed: " + e,
                            Map.of("key", key),
                            e));
        }
    }

    private void fail(Throwable failure) {
        result.completeExceptionally(failure);
    }

    private WarmUp state() {
        return new WarmUp(keys, loaded, present, failures);
    }
}
