package io.mpreg.engine.cache;

import io.mpreg.api.MpregRequestException;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.cache.peer.Traits;
import java.time.Duration;
import java.util.Optional;

/** Which store keeps a region by which policy. */
final class Stores {

    private Stores() {}

    /**
     * @throws MpregRequestException if a setting makes no sense
     */
    static void check(RegionSpec spec) {
        if (spec.maxEntries().orElse(1) < 1) {
            throw MpregRequestException.field("maxEntries", "it must be at least 1");
        }
        if (spec.maxBytes().orElse(1) < 1) {
            throw MpregRequestException.field("maxBytes", "it must be at least 1");
        }
        positive("timeToLive", spec.timeToLive());
        positive("maxIdle", spec.maxIdle());
        positive("refreshAfter", spec.refreshAfter());
    }

    static Store open(
            RegionSpec spec, CacheSettings settings, Ledger ledger, Store.Listener listener) {
        long idle = spec.maxIdle().map(Traits::nanos).orElse(Long.MAX_VALUE);
        Lifetime lifetime = new Lifetime(idle);
        long capacity = settings.entriesOf(spec);
        if (spec.policy() == RegionSpec.Policy.W_TINY_LFU) {
            return new CaffeineStore(ledger.clock(), capacity, lifetime, listener);
        }
        Ranking ranking =
                Ranking.of(spec.policy(), capacity, entry -> ledger.dependents().has(entry.id()));
        return new RankedStore(ledger.clock(), capacity, lifetime, ranking, listener);
    }

    private static void positive(String field, Optional<Duration> duration) {
        if (duration.isPresent() && (duration.get().isNegative() || duration.get().isZero())) {
            throw MpregRequestException.field(field, "it must be longer than nothing");
        }
    }
}
