package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Resolver;
import java.time.Duration;
import java.util.Objects;

/**
 * How a node keeps its regions in step with other nodes.
 *
 * @param resolver which of several concurrent writes counts in regions that only order by vector
 *     clocks
 * @param maxTombstones how many keys without an entry a replicated region remembers
 * @param tombstoneTime how long it remembers them
 * @param gossipInterval how often nodes compare how far they are
 * @param analyticsInterval how often figures are published, if somebody listens
 * @param checkTimeout how long a check waits for other nodes
 */
public record CoordinationSettings(
        Resolver resolver,
        int maxTombstones,
        Duration tombstoneTime,
        Duration gossipInterval,
        Duration analyticsInterval,
        Duration checkTimeout) {

    public CoordinationSettings {
        Objects.requireNonNull(resolver, "resolver");
        if (maxTombstones < 1) {
            throw new IllegalArgumentException(
                    "maxTombstones must be at least 1, was " + maxTombstones);
        }
        positive("tombstoneTime", tombstoneTime);
        positive("gossipInterval", gossipInterval);
        positive("analyticsInterval", analyticsInterval);
        positive("checkTimeout", checkTimeout);
    }

    /** The last writer wins; 10 000 tombstones for 10 minutes; gossip every second. */
    public static CoordinationSettings defaults() {
        return new CoordinationSettings(
                Resolver.LAST_WRITER_WINS,
                10_000,
                Duration.ofMinutes(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than nothing, was " + value);
        }
    }
}
