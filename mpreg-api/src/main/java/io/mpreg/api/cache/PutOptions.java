package io.mpreg.api.cache;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
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
 * @since 0.1
 */
public record PutOptions(
        Optional<Duration> timeToLive,
        Set<String> tags,
        Set<String> dependsOn,
        Duration cost,
        boolean ifAbsent) {

    /** Nothing special. */
    public static final PutOptions NONE =
            new PutOptions(Optional.empty(), Set.of(), Set.of(), Duration.ZERO, false);

    public PutOptions {
        Objects.requireNonNull(timeToLive, "timeToLive");
        tags = Set.copyOf(tags);
        dependsOn = Set.copyOf(dependsOn);
        Objects.requireNonNull(cost, "cost");
    }

    public PutOptions timeToLive(Duration life) {
        return new PutOptions(Optional.of(life), tags, dependsOn, cost, ifAbsent);
    }

    public PutOptions tags(String... words) {
        return new PutOptions(timeToLive, Set.of(words), dependsOn, cost, ifAbsent);
    }

    public PutOptions dependsOn(String... keys) {
        return new PutOptions(timeToLive, tags, Set.of(keys), cost, ifAbsent);
    }

    public PutOptions cost(Duration computation) {
        return new PutOptions(timeToLive, tags, dependsOn, computation, ifAbsent);
    }

    public PutOptions ifAbsent(boolean value) {
        return new PutOptions(timeToLive, tags, dependsOn, cost, value);
    }
}
