package io.mpreg.engine.cache;

import io.mpreg.api.cache.RegionSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The limits and defaults of a node's cache.
 *
 * @param maxRegions how many regions there are at the most
 * @param maxEntries how many entries a region holds that does not say so itself
 * @param maxBytes how many bytes of values a region holds that does not say so itself
 * @param timeToLive how long an entry lives in a region that does not say so itself
 * @param loadTimeout how long a caller waits for another one's load of the same key
 * @param events which happenings are published on {@code mpreg.cache.events}
 * @param rules narrow down, for some regions, which happenings are published; the first rule whose
 *     pattern fits counts
 * @param triggers which messages invalidate what
 * @param coordination how this node keeps in step with others
 */
public record CacheSettings(
        int maxRegions,
        long maxEntries,
        long maxBytes,
        Optional<Duration> timeToLive,
        Duration loadTimeout,
        Set<CacheEvent> events,
        List<EventRule> rules,
        List<Trigger> triggers,
        CoordinationSettings coordination) {

    /** Settings without rules for events and with default coordination. */
    public CacheSettings(
            int maxRegions,
            long maxEntries,
            long maxBytes,
            Optional<Duration> timeToLive,
            Duration loadTimeout,
            Set<CacheEvent> events) {
        this(
                maxRegions,
                maxEntries,
                maxBytes,
                timeToLive,
                loadTimeout,
                events,
                List.of(),
                List.of(),
                CoordinationSettings.defaults());
    }

    public CacheSettings {
        positive("maxRegions", maxRegions);
        positive("maxEntries", maxEntries);
        positive("maxBytes", maxBytes);
        Objects.requireNonNull(timeToLive, "timeToLive");
        Objects.requireNonNull(loadTimeout, "loadTimeout");
        events = Set.copyOf(events);
        rules = List.copyOf(rules);
        triggers = List.copyOf(triggers);
        Objects.requireNonNull(coordination, "coordination");
    }

    /** 1000 regions of 10 000 entries and 64 MiB each; reads are not published. */
    public static CacheSettings defaults() {
        return new CacheSettings(
                1000,
                10_000,
                64L << 20,
                Optional.empty(),
                Duration.ofSeconds(30),
                EnumSet.complementOf(EnumSet.of(CacheEvent.HIT, CacheEvent.MISS)));
    }

    /** The same with another number of regions. */
    public CacheSettings maxRegions(int regions) {
        return with(regions, events, rules, triggers, coordination);
    }

    /** The same with other happenings that are published. */
    public CacheSettings events(Set<CacheEvent> published) {
        return with(maxRegions, published, rules, triggers, coordination);
    }

    /** The same with rules for what is published. */
    public CacheSettings rules(EventRule... narrower) {
        return with(maxRegions, events, List.of(narrower), triggers, coordination);
    }

    /** The same with another way of keeping in step with others. */
    public CacheSettings coordination(CoordinationSettings settings) {
        return with(maxRegions, events, rules, triggers, settings);
    }

    /** The same with messages that invalidate something. */
    public CacheSettings triggers(Trigger... rules) {
        return with(maxRegions, events, this.rules, List.of(rules), coordination);
    }

    private CacheSettings with(
            int regions,
            Set<CacheEvent> published,
            List<EventRule> narrower,
            List<Trigger> messages,
            CoordinationSettings together) {
        return new CacheSettings(
                regions,
                maxEntries,
                maxBytes,
                timeToLive,
                loadTimeout,
                published,
                narrower,
                messages,
                together);
    }

    long entriesOf(RegionSpec spec) {
        return spec.maxEntries().orElse(maxEntries);
    }

    long bytesOf(RegionSpec spec) {
        return spec.maxBytes().orElse(maxBytes);
    }

    Optional<Duration> timeToLiveOf(RegionSpec spec) {
        return spec.timeToLive().or(() -> timeToLive);
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, was " + value);
        }
    }
}
