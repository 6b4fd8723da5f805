package io.mpreg.engine.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import com.github.benmanes.caffeine.cache.Policy.VarExpiration;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.mpreg.engine.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps the entries of most use by frequency and recency (W-TinyLFU). It works on its
 * callers' threads only.
 */
final class CaffeineStore implements Store {

    private final Cache<String, Entry> cache;
    private final Eviction<String, Entry> eviction;
    private final VarExpiration<String, Entry> expiration;

    CaffeineStore(Clock clock, long maxEntries, Lifetime lifetime, Listener listener) {
        cache =
                Caffeine.newBuilder()
                        .maximumSize(maxEntries)
                        .ticker(clock::nanos)
                        .executor(Runnable::run)
                        .expireAfter(lifetime)
                        .removalListener(
                                (String key, Entry entry, RemovalCause cause) -> {
                                    if (entry != null) {
                                        listener.departed(entry, departure(entry, cause));
                                    }
                                })
                        .build();
        eviction = cache.policy().eviction().orElseThrow();
        expiration = cache.policy().expireVariably().orElseThrow();
    }

    @Override
    public @Nullable Entry read(String key) {
        return cache.getIfPresent(key);
    }

    @Override
    public @Nullable Entry peek(String key) {
        return cache.policy().getIfPresentQuietly(key);
    }

    @Override
    public void put(Entry entry) {
        cache.put(entry.key(), entry);
    }

    @Override
    public boolean remove(Entry entry) {
        return cache.asMap().remove(entry.key(), entry);
    }

    @Override
    public Iterable<Entry> entries() {
        return cache.asMap().values();
    }

    @Override
    public Collection<Entry> next(int count) {
        return eviction.coldest(count).values();
    }

    @Override
    public Optional<Duration> timeLeft(Entry entry) {
        return expiration
                .getExpiresAfter(entry.key())
                .filter(left -> left.compareTo(Lifetime.ENDLESS) < 0);
    }

    @Override
    public void settle() {
        cache.cleanUp();
    }

    @Override
    public long size() {
        return cache.estimatedSize();
    }

    private static Departure departure(Entry entry, RemovalCause cause) {
        return switch (cause) {
            case REPLACED -> Departure.REPLACED;
            case EXPIRED -> Departure.EXPIRED;
            case SIZE, COLLECTED -> Departure.EVICTED;
            case EXPLICIT -> entry.shed() ? Departure.EVICTED : Departure.REMOVED;
        };
    }
}
