package io.mpreg.engine.cache;

import io.mpreg.api.cache.CacheStats;
import io.mpreg.api.cache.RegionSpec;

/**
 * The figures of a region.
 *
 * @param region the region
 * @param mode how it is kept in step with other nodes
 * @param stats its counts
 * @param gaps how often something that another node told was missing
 * @param conflicts how often nodes wrote a key without knowing of each other
 * @param refreshes how many entries were loaded anew before their time
 * @param failedRefreshes how many could not be, and stayed
 */
public record RegionReport(
        String region,
        RegionSpec.Mode mode,
        CacheStats stats,
        long gaps,
        long conflicts,
        long refreshes,
        long failedRefreshes) {}
