package io.mpreg.api.cache;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How an entry is to be kept.
 *
 * @param timeToLive how long it lives, instead of the region's setting
 * @param tags words by which it can be invalidated
 * @param dependsOn keys of the same region, or {@code region:key} of others; when one of them is
 *     removed, invalidated, evicted or expires, this entry goes too. A write over one of them
 *     leaves this entry; {@link CacheClient#invalidateDependency} is for that
 * @param cost what computing it cost; of a loaded entry, unless given, the time that loading took
 * @param ifAbsent whether an entry that is there stays
 * @param weight what the entry counts against the region's limit in bytes, instead of the bytes of
 *     its value; at least 0
 * @param quality how good the value is, for regions that keep the better of two; any number
 * @since 0.1
 */
public record PutOptions(
        Optional<Duration> timeToLive,
        Set<String> tags,
        Set<String> dependsOn,
        Duration cost,
        boolean ifAbsent,
        OptionalInt weight,
        double quality) {

    /** Nothing special. */
    public static final PutOptions NONE =
            new PutOptions(Optional.empty(), Set.of(), Set.of(), Duration.ZERO, false);

    /** Options of the weight of the value's bytes and no particular quality. */
    public PutOptions(
            Optional<Duration> timeToLive,
            Set<String> tags,
            Set<String> dependsOn,
            Duration cost,
            boolean ifAbsent) {
        this(timeToLive, tags, dependsOn, cost, ifAbsent, OptionalInt.empty(), 0);
    }

    public PutOptions {
        Objects.requireNonNull(timeToLive, "timeToLive");
        tags = Set.copyOf(tags);
        dependsOn = Set.copyOf(dependsOn);
        Objects.requireNonNull(cost, "cost");
        Objects.requireNonNull(weight, "weight");
    }

    public PutOptions timeToLive(Duration life) {
        return with(Optional.of(life), tags, dependsOn, cost, ifAbsent);
    }

    public PutOptions tags(String... words) {
        return with(timeToLive, Set.of(words), dependsOn, cost, ifAbsent);
    }

    public PutOptions dependsOn(String... keys) {
        return with(timeToLive, tags, Set.of(keys), cost, ifAbsent);
    }

    public PutOptions cost(Duration computation) {
        return with(timeToLive, tags, dependsOn, computation, ifAbsent);
    }

    public PutOptions ifAbsent(boolean value) {
        return with(timeToLive, tags, dependsOn, cost, value);
    }

    public PutOptions weight(int bytes) {
        return new PutOptions(
                timeToLive, tags, dependsOn, cost, ifAbsent, OptionalInt.of(bytes), quality);
    }

    public PutOptions quality(double value) {
        return new PutOptions(timeToLive, tags, dependsOn, cost, ifAbsent, weight, value);
    }

    private PutOptions with(
            Optional<Duration> timeToLive,
            Set<String> tags,
            Set<String> dependsOn,
            Duration cost,
            boolean ifAbsent) {
        return new PutOptions(timeToLive, tags, dependsOn, cost, ifAbsent, weight, quality);
    }
}
