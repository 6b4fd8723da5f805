package io.mpreg.api.cdi;

import io.mpreg.api.cache.CacheClient;
import io.mpreg.api.cache.MpregInvalidate;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes when a method has returned.
 *
 * @param region of which region
 * @param keys entries of these keys
 * @param patterns entries that match these patterns
 * @param tags entries with these tags
 * @param all everything
 */
record Invalidation(
        String region,
        List<KeyExpression> keys,
        List<KeyExpression> patterns,
        List<KeyExpression> tags,
        boolean all) {

    /**
     * Reads the annotation of a method.
     *
     * @throws IllegalArgumentException that says what is wrong with it
     */
    static Invalidation of(Method method, MpregInvalidate annotation) {
        boolean nothing =
                annotation.key().length == 0
                        && annotation.pattern().length == 0
                        && annotation.tag().length == 0
                        && !annotation.all();
        return new Invalidation(
                annotation.region(),
                nothing
                        ? List.of(KeyExpression.ofAll(method))
                        : CachedMethod.expressions(annotation.key(), method),
                CachedMethod.expressions(annotation.pattern(), method),
                CachedMethod.expressions(annotation.tag(), method),
                annotation.all());
    }

    /** Drops it. */
    void run(CacheClient cache, @Nullable Object[] arguments) {
        if (all) {
            cache.invalidatePattern("#");
            return;
        }
        keys.forEach(key -> cache.invalidate(key.key(arguments)));
        patterns.forEach(pattern -> cache.invalidatePattern(pattern.key(arguments)));
        tags.forEach(tag -> cache.invalidateTag(tag.plain(arguments)));
    }
}
