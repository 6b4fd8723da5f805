package io.mpreg.engine.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import com.github.benmanes.caffeine.cache.Policy.FixedExpiration;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.mpreg.engine.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps the entries of most use by frequency and recency (W-TinyLFU). What has to make
 * room does so on the node's workers soon after, one task at a time, and at once when the store is
 * settled.
 *
 * <p>Caffeine looks after the number of entries and after those that nobody uses. Deadlines are
 * looked after here, so that reading an entry without one asks no clock.
 */
final class CaffeineStore implements Store {

    /** How many entries may be added before it makes room. */
    private static final int MOST_ADDED = 32;

    private final Cache<String, Entry> cache;
    private final ConcurrentMap<String, Entry> entries;
    private final Listener listener;
    private final Eviction<String, Entry> eviction;
    private final Optional<FixedExpiration<String, Entry>> idle;
    private final Deadlines deadlines;
    private final Clock clock;
    private final Upkeep upkeep;
    private int added;

    CaffeineStore(Clock clock, long maxEntries, Lifetime lifetime, Listener listener) {
        this.clock = clock;
        this.listener = listener;
        this.deadlines = new Deadlines();
        this.upkeep = new Upkeep(clock);
        Caffeine<Object, Object> builder =
                Caffeine.newBuilder().maximumSize(maxEntries).executor(upkeep);
        if (lifetime.idles()) {
            builder.ticker(clock::nanos).expireAfterAccess(Duration.ofNanos(lifetime.idle()));
        }
        cache =
                builder.evictionListener(
                                (String key, Entry entry, RemovalCause cause) -> {
                                    if (entry != null) {
                                        left(
                                                entry,
                                                cause == RemovalCause.EXPIRED
                                                        ? Departure.EXPIRED
                                                        : Departure.EVICTED);
                                    }
                                })
                        .build();
        entries = cache.asMap();
        eviction = cache.policy().eviction().orElseThrow();
        idle = cache.policy().expireAfterAccess();
    }

    @Override
    public @Nullable Entry read(String key) {
        return inTime(cache.getIfPresent(key));
    }

    @Override
    public @Nullable Entry peek(String key) {
        return inTime(cache.policy().getIfPresentQuietly(key));
    }

    private @Nullable Entry inTime(@Nullable Entry entry) {
        if (entry != null && entry.ends() && over(entry, clock.nanos())) {
            expire(entry);
            return null;
        }
        return entry;
    }

    private static boolean over(Entry entry, long now) {
        return entry.traits().deadline() - now <= 0;
    }

    private void left(Entry entry, Departure why) {
        deadlines.remove(entry);
        listener.departed(entry, why);
    }

    private void expire(Entry entry) {
        if (entries.remove(entry.key(), entry)) {
            left(entry, Departure.EXPIRED);
        }
    }

    private void expire() {
        Entry first = deadlines.first();
        if (first == null) {
            return;
        }
        long now = clock.nanos();
        while (first != null && over(first, now)) {
            // Gone already if it was replaced at the same moment.
            deadlines.remove(first);
            expire(first);
            first = deadlines.first();
        }
    }

    @Override
    public @Nullable Entry put(Entry entry) {
        expire();
        if (entry.ends()) {
            deadlines.add(entry);
        }
        Entry former = entries.put(entry.key(), entry);
        if (former != null) {
            left(former, Departure.REPLACED);
        } else if (++added > MOST_ADDED) {
            // Perhaps some more, if others add at the same moment.
            added = 0;
            upkeep.catchUp();
        }
        return former;
    }

    @Override
    public void upkeep() {
        upkeep.catchUp();
    }

    @Override
    public boolean remove(Entry entry) {
        if (!entries.remove(entry.key(), entry)) {
            return false;
        }
        left(entry, entry.shed() ? Departure.EVICTED : Departure.REMOVED);
        return true;
    }

    @Override
    public Iterable<Entry> entries() {
        expire();
        return entries.values();
    }

    @Override
    public Collection<Entry> next(int count) {
        return eviction.coldest(count).values();
    }

    @Override
    public Optional<Duration> timeLeft(Entry entry) {
        Optional<Duration> own =
                entry.traits().ends()
                        ? Optional.of(Duration.ofNanos(entry.traits().lifeAt(clock.nanos())))
                        : Optional.empty();
        Optional<Duration> unused =
                idle.flatMap(
                        expiration ->
                                expiration
                                        .ageOf(entry.key())
                                        .map(age -> expiration.getExpiresAfter().minus(age)));
        return own.isPresent() && unused.isPresent()
                ? Optional.of(own.get().compareTo(unused.get()) < 0 ? own.get() : unused.get())
                : own.or(() -> unused);
    }

    @Override
    public void settle() {
        expire();
        cache.cleanUp();
    }

    @Override
    public long size() {
        return cache.estimatedSize();
    }
}
