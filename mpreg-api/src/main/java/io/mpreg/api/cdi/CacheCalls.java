package io.mpreg.api.cdi;

import io.mpreg.api.ErrorCode;
import io.mpreg.api.MpregException;
import io.mpreg.api.MpregUnavailableException;
import io.mpreg.api.Value;
import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.MpregCache;
import jakarta.interceptor.InvocationContext;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls of methods whose results are kept. A cache that is out of reach never fails a call: the
 * method runs.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class CacheCalls {

    private static final System.Logger LOG = System.getLogger(CacheCalls.class.getName());

    private final LateNode node;
    private final CacheMethods methods;
    private final Map<Place, CompletableFuture<Object>> stages = new ConcurrentHashMap<>();

    CacheCalls(LateNode node, CacheMethods methods) {
        this.node = node;
        this.methods = methods;
    }

    /** Answers a call of a method whose results are kept. */
    @Nullable Object answer(InvocationContext call) throws Exception {
        Optional<CachedMethod> how = methods.cached(call.getMethod());
        return how.isPresent()
                ? call(how.get(), call.getParameters(), call::proceed)
                : call.proceed();
    }

    /** Runs a call of a method, and drops what it says. */
    @Nullable Object drop(InvocationContext call) throws Exception {
        Optional<Invalidation> what = methods.invalidation(call.getMethod());
        return what.isPresent()
                ? drop(what.get(), call.getParameters(), call::proceed)
                : call.proceed();
    }

    private record Place(String region, String key) {}

    /** A null that is not to be kept; it has no trace because nobody sees it. */
    private static final class NotKept extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotKept() {
            super("null is not kept", null, false, false);
        }
    }

    /** One run of a method, for which a cache has asked. <b>Not</b> thread-safe. */
    private static final class Load {
        private final Callable<?> method;
        private final CachedMethod how;
        private boolean ran;
        private @Nullable Exception failure;
        private @Nullable Object result;

        Load(Callable<?> method, CachedMethod how) {
            this.method = method;
            this.how = how;
        }

        @Nullable Object run() throws Exception {
            ran = true;
            try {
                Object returned = method.call();
                result = returned instanceof Optional<?> held ? held.orElse(null) : returned;
            } catch (Exception e) {
                failure = e;
                throw e;
            }
            if (result == null && !how.keepsNull()) {
                throw new NotKept();
            }
            return result;
        }
    }

    /**
     * The result that is kept, or that of the method.
     *
     * @param arguments those of the call
     * @param method runs it
     */
    private @Nullable Object call(
            CachedMethod how, @Nullable Object[] arguments, Callable<?> method) throws Exception {
        Optional<CacheClient> cache = node.usable().map(client -> client.cache(how.region()));
        if (cache.isEmpty()) {
            return method.call();
        }
        String key = how.key().key(arguments);
        if (how.async()) {
            return staged(cache.get(), key, how, arguments, method);
        }
        Object value = value(cache.get(), key, how, arguments, new Load(method, how));
        return how.optional() ? Optional.ofNullable(value) : value;
    }

    private static @Nullable Object value(
            CacheClient cache,
            String key,
            CachedMethod how,
            @Nullable Object[] arguments,
            Load load)
            throws Exception {
        try {
            return MpregCache.<String, Object>of(cache, how.type())
                    .getOrLoad(key, name -> load.run(), how.options(arguments));
        } catch (MpregException e) {
            if (load.failure != null) {
                throw load.failure;
            }
            if (e.getCause() instanceof NotKept) {
                return null;
            }
            if (load.ran) {
                unkept(how, key, e);
                return load.result;
            }
            if (e instanceof MpregUnavailableException) {
                return load.method.call();
            }
            throw others(e);
        }
    }

    /** The failure of the call that ran the method for this one as well. */
    private static Exception others(MpregException e) {
        return e.code() == ErrorCode.EXECUTION_FAILED
                        && e.getCause() instanceof RuntimeException own
                ? own
                : e;
    }

    private static void unkept(CachedMethod how, String key, Exception e) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the result for key ''{0}'' is not kept in region ''{1}'': {2}",
                key,
                how.region(),
                e.toString());
    }

    private CompletionStage<Object> staged(
            CacheClient cache,
            String key,
            CachedMethod how,
            @Nullable Object[] arguments,
            Callable<?> method)
            throws Exception {
        Optional<Value> known = cache.get(key);
        if (known.isPresent()) {
            Object value = known.get().as(how.type());
            return CompletableFuture.completedFuture(
                    how.optional() ? Optional.ofNullable(value) : value);
        }
        Place place = new Place(how.region(), key);
        CompletableFuture<Object> mine = new CompletableFuture<>();
        CompletableFuture<Object> others = stages.putIfAbsent(place, mine);
        if (others != null) {
            return others.copy();
        }
        CompletionStage<?> stage;
        try {
            stage = (CompletionStage<?>) method.call();
        } catch (Exception | Error e) {
            stages.remove(place, mine);
            mine.completeExceptionally(e);
            throw e;
        }
        stage.whenComplete(
                (value, failure) -> {
                    if (failure == null) {
                        keep(cache, key, how, arguments, value);
                    }
                    stages.remove(place, mine);
                    end(mine, value, failure);
                });
        return mine.copy();
    }

    private static void keep(
            CacheClient cache,
            String key,
            CachedMethod how,
            @Nullable Object[] arguments,
            @Nullable Object value) {
        Object held = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (held == null && !how.keepsNull()) {
            return;
        }
        try {
            cache.put(key, held, how.options(arguments));
        } catch (MpregException e) {
            unkept(how, key, e);
        }
    }

    private static void end(
            CompletableFuture<Object> mine, @Nullable Object value, @Nullable Throwable failure) {
        if (failure == null) {
            mine.complete(value);
        } else {
            mine.completeExceptionally(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        }
    }

    /**
     * Runs a method, and drops entries when it has returned or its stage has ended well.
     *
     * @throws MpregException if the entries could not be dropped
     */
    private @Nullable Object drop(
            Invalidation what, @Nullable Object[] arguments, Callable<?> method) throws Exception {
        Object result = method.call();
        if (result instanceof CompletionStage<?> stage) {
            CompletionStage<Object> after =
                    stage.thenApply(
                            value -> {
                                drop(what, arguments);
                                return value;
                            });
            return result instanceof CompletableFuture ? after.toCompletableFuture() : after;
        }
        drop(what, arguments);
        return result;
    }

    /** A node that is not there has nothing that could be dropped. */
    private void drop(Invalidation what, @Nullable Object[] arguments) {
        node.now().ifPresent(reached -> what.run(reached.client().cache(what.region()), arguments));
    }
}
