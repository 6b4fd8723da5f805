package io.mpreg.api.rpc;

import io.mpreg.api.MpregRequestException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

/**
 * How long, and until which invalidation, the results of a function hold for the same arguments.
 *
 * @param timeToLive how long a result may be given again; longer than nothing
 * @param tags words by which results can be invalidated in the region {@link #REGION}
 * @param dependsOn cache entries as {@code region:key}; when one goes, results go with it
 * @since 0.1
 */
public record Cacheability(Duration timeToLive, Set<String> tags, Set<String> dependsOn) {

    /** The cache region that holds results. */
    public static final String REGION = "rpc.results";

    /**
     * @throws MpregRequestException if the results live no time
     */
    public Cacheability {
        Objects.requireNonNull(timeToLive, "timeToLive");
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw MpregRequestException.field(
                    "timeToLive", "it must be longer than nothing, was " + timeToLive);
        }
        tags = Set.copyOf(tags);
        dependsOn = Set.copyOf(dependsOn);
    }
}
