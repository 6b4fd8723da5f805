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
 * @param conflict which of several values stays that were written on different nodes before either
 *     knew of the other
 * @param refreshAfter how old an entry may be before {@link CacheClient#getOrLoad} loads it anew in
 *     the background, giving the old value meanwhile
 * @since 0.1
 */
public record RegionSpec(
        Mode mode,
        Policy policy,
        OptionalLong maxEntries,
        OptionalLong maxBytes,
        Optional<Duration> timeToLive,
        Optional<Duration> maxIdle,
        Conflict conflict,
        Optional<Duration> refreshAfter) {

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

    /** Which of several values stays that were written without knowing of each other. */
    public enum Conflict {
        /** The one that was written last by the clocks of the nodes. */
        LAST_WRITER_WINS,
        /**
         * A value replaces those that its writer knew; of values whose writers did not know of each
         * other the node's setting decides, which is the last writer unless configured.
         */
        VECTOR_CLOCK,
        /** As VECTOR_CLOCK, and then the one of the highest {@link PutOptions#quality()}. */
        HIGHEST_QUALITY,
        /**
         * As VECTOR_CLOCK, and an event {@code conflict} tells the values, so that somebody writes
         * the right one; until then the last writer's is there.
         */
        MANUAL
    }

    /** Settings without a rule for conflicts and without refreshing. */
    public RegionSpec(
            Mode mode,
            Policy policy,
            OptionalLong maxEntries,
            OptionalLong maxBytes,
            Optional<Duration> timeToLive,
            Optional<Duration> maxIdle) {
        this(
                mode,
                policy,
                maxEntries,
                maxBytes,
                timeToLive,
                maxIdle,
                Conflict.VECTOR_CLOCK,
                Optional.empty());
    }

    public RegionSpec {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(maxEntries, "maxEntries");
        Objects.requireNonNull(maxBytes, "maxBytes");
        Objects.requireNonNull(timeToLive, "timeToLive");
        Objects.requireNonNull(maxIdle, "maxIdle");
        Objects.requireNonNull(conflict, "conflict");
        Objects.requireNonNull(refreshAfter, "refreshAfter");
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
        return with(value, policy, maxEntries, maxBytes, timeToLive, maxIdle);
    }

    public RegionSpec policy(Policy value) {
        return with(mode, value, maxEntries, maxBytes, timeToLive, maxIdle);
    }

    public RegionSpec maxEntries(long entries) {
        return with(mode, policy, OptionalLong.of(entries), maxBytes, timeToLive, maxIdle);
    }

    public RegionSpec maxBytes(long bytes) {
        return with(mode, policy, maxEntries, OptionalLong.of(bytes), timeToLive, maxIdle);
    }

    public RegionSpec timeToLive(Duration life) {
        return with(mode, policy, maxEntries, maxBytes, Optional.of(life), maxIdle);
    }

    public RegionSpec maxIdle(Duration idle) {
        return with(mode, policy, maxEntries, maxBytes, timeToLive, Optional.of(idle));
    }

    public RegionSpec conflict(Conflict rule) {
        return new RegionSpec(
                mode, policy, maxEntries, maxBytes, timeToLive, maxIdle, rule, refreshAfter);
    }

    public RegionSpec refreshAfter(Duration age) {
        return new RegionSpec(
                mode,
                policy,
                maxEntries,
                maxBytes,
                timeToLive,
                maxIdle,
                conflict,
                Optional.of(age));
    }

    private RegionSpec with(
            Mode mode,
            Policy policy,
            OptionalLong maxEntries,
            OptionalLong maxBytes,
            Optional<Duration> timeToLive,
            Optional<Duration> maxIdle) {
        return new RegionSpec(
                mode, policy, maxEntries, maxBytes, timeToLive, maxIdle, conflict, refreshAfter);
    }
}
