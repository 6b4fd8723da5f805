package io.mpreg.api.cache;

/**
 * The counts of a region since its node started.
 *
 * @param hitRate hits in proportion to reads, 0 to 1; 0 when there are none
 * @param size entries held now
 * @param bytes bytes of values held now
 * @since 0.1
 */
public record CacheStats(
        long hits,
        long misses,
        double hitRate,
        long size,
        long bytes,
        long loads,
        double averageLoadMs,
        long evictions,
        long expirations,
        long invalidations) {}
