package io.mpreg.api.cache;

import org.jspecify.annotations.Nullable;

/**
 * Computes the value of a key that a region does not have.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface CacheLoader<T> {

    /** Computes the value; null is a value too. */
    @Nullable T load(String key) throws Exception;
}
