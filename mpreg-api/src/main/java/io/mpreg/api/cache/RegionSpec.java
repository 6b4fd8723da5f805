package io.mpreg.api.cache;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The settings of a cache region. What is left out takes the node's default.
 *
 * @param mode how it is kept in step with other nodes
 * @param policy which entries go first when it is full
 * @param maxEntries how many entries it holds at the most
 * @param maxBytes how many bytes of values it holds at the most
 * @param timeToLive how long an entry lives after it was written
 * @param maxIdle how long an entry lives after it was last read
 * @since 0.1
 */
public record RegionSpec(
        Mode mode,
        Policy policy,
        OptionalLong maxEntries,
        OptionalLong maxBytes,
        Optional<Duration> timeToLive,
        Optional<Duration> maxIdle) {

    /** How a region is kept in step with other nodes. */
    public enum Mode {
        /** Not at all. */
        LOCAL,
        /** A write drops the copies of others. */
        INVALIDATION,
        /** A write reaches all. */
        REPLICATED
    }

    /** Which entries go first when a region is full. */
    public enum Policy {
        /** Those of least use by frequency and recency. */
        W_TINY_LFU,
        /** Those not used for the longest time. */
        LRU,
        /** Those used least often. */
        LFU,
        /** Those in the lowest of four segments. */
        S4LRU,
        /** Those cheap to compute again in proportion to their use and size. */
        COST_BASED,
        /** Those that no other entry depends on. */
        DEPENDENCY_AWARE,
        /** Those that end soonest. */
        TTL
    }

    public RegionSpec {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(maxEntries, "maxEntries");
        Objects.requireNonNull(maxBytes, "maxBytes");
        Objects.requireNonNull(timeToLive, "timeToLive");
        Objects.requireNonNull(maxIdle, "maxIdle");
    }

    /** Default settings. */
    public static RegionSpec defaults() {
        return new RegionSpec(
                Mode.INVALIDATION,
                Policy.W_TINY_LFU,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public RegionSpec mode(Mode value) {
        return new RegionSpec(value, policy, maxEntries, maxBytes, timeToLive, maxIdle);
    }

    public RegionSpec policy(Policy value) {
        return new RegionSpec(mode, value, maxEntries, maxBytes, timeToLive, maxIdle);
    }

    public RegionSpec maxEntries(long entries) {
        return new RegionSpec(
                mode, policy, OptionalLong.of(entries), maxBytes, timeToLive, maxIdle);
    }

    public RegionSpec maxBytes(long bytes) {
        return new RegionSpec(
                mode, policy, maxEntries, OptionalLong.of(bytes), timeToLive, maxIdle);
    }

    public RegionSpec timeToLive(Duration life) {
        return new RegionSpec(mode, policy, maxEntries, maxBytes, Optional.of(life), maxIdle);
    }

    public RegionSpec maxIdle(Duration idle) {
        return new RegionSpec(mode, policy, maxEntries, maxBytes, timeToLive, Optional.of(idle));
    }
}
