package io.mpreg.engine.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.Eviction;
import com.github.benmanes.caffeine.cache.Policy.FixedExpiration;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.mpreg.api.Payload;
import io.mpreg.engine.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps the entries of most use by frequency and recency (W-TinyLFU). What has to make
 * room does so on the node's workers soon after, one task at a time, and at once when the store is
 * settled.
 *
 * <p>Caffeine looks after the number of entries and after those that nobody uses. Deadlines are
 * looked after here, so that reading an entry without one asks no clock. What is used most is found
 * without Caffeine, which learns of every sixteenth use of it; not in a store whose entries end
 * when nobody uses them.
 */
final class CaffeineStore implements Store {

    /** How many entries may be added before it makes room. */
    private static final int MOST_ADDED = 32;

    /** How many seats are looked through for one that has an entry. */
    private static final int MOST_LEAVING = 64;

    private final Cache<String, Seat> cache;
    private final ConcurrentMap<String, Seat> seats;
    private final Listener listener;
    private final Eviction<String, Seat> eviction;
    private final Optional<FixedExpiration<String, Seat>> idle;
    private final FrontRow front = new FrontRow();
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
                                (String key, Seat seat, RemovalCause cause) -> evicted(seat, cause))
                        .build();
        seats = cache.asMap();
        eviction = cache.policy().eviction().orElseThrow();
        idle = cache.policy().expireAfterAccess();
    }

    @Override
    public @Nullable Payload glance(String key) {
        Seat seat = front.find(key);
        return seat == null ? null : seat.glance();
    }

    @Override
    public @Nullable Entry read(String key) {
        Seat seat = used(key);
        return seat == null ? null : inTime(seat.entry());
    }

    /** The seat of a key, which counts as a use of it. */
    private @Nullable Seat used(String key) {
        Seat known = front.find(key);
        if (known != null && known.isQuiet()) {
            known.use();
            return known;
        }
        Seat seat = cache.getIfPresent(key);
        if (seat != null) {
            seat.use();
            if (idle.isEmpty() && front.wants(seat)) {
                front.show(seat, cache.estimatedSize());
            }
        }
        return seat;
    }

    @Override
    public @Nullable Entry peek(String key) {
        Seat seat = seat(key);
        return seat == null ? null : inTime(seat.entry());
    }

    /** The seat of a key, without using it. */
    private @Nullable Seat seat(String key) {
        Seat seat = front.find(key);
        return seat != null && seat.entry() != null
                ? seat
                : cache.policy().getIfPresentQuietly(key);
    }

    @Override
    public long hits(Entry entry) {
        Seat seat = seat(entry.key());
        return seat != null && seat.entry() == entry ? seat.hits() : entry.hits();
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

    private void evicted(@Nullable Seat seat, RemovalCause cause) {
        Entry entry = seat == null ? null : seat.vacate();
        if (entry != null) {
            front.hide(seat);
            left(entry, cause == RemovalCause.EXPIRED ? Departure.EXPIRED : Departure.EVICTED);
        }
    }

    private void expire(Entry entry) {
        if (vacated(entry)) {
            left(entry, Departure.EXPIRED);
        }
    }

    private boolean vacated(Entry entry) {
        Seat seat = seat(entry.key());
        if (seat == null || !seat.vacate(entry)) {
            return false;
        }
        front.hide(seat);
        seats.remove(entry.key(), seat);
        return true;
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
    public int put(Entry entry) {
        expire();
        if (entry.ends()) {
            deadlines.add(entry);
        }
        int bytes = entry.bytes();
        Seat seat = used(entry.key());
        if (seat != null) {
            boolean plain = seat.isPlain();
            int grown = bytes - seat.bytes();
            Entry former = seat.replace(entry, bytes);
            if (former != null) {
                if (!plain) {
                    left(former, Departure.REPLACED);
                }
                return grown;
            }
        }
        seats.put(entry.key(), new Seat(entry, bytes));
        if (++added > MOST_ADDED) {
            // Perhaps some more, if others add at the same moment.
            added = 0;
            upkeep.catchUp();
        }
        return bytes;
    }

    @Override
    public void upkeep() {
        upkeep.catchUp();
    }

    @Override
    public boolean remove(Entry entry) {
        if (!vacated(entry)) {
            return false;
        }
        left(entry, entry.shed() ? Departure.EVICTED : Departure.REMOVED);
        return true;
    }

    @Override
    public Iterable<Entry> entries() {
        expire();
        return () -> seats.values().stream().map(Seat::entry).filter(Objects::nonNull).iterator();
    }

    @Override
    public Collection<Entry> next(int count) {
        List<Entry> next = entries(eviction.coldest(count));
        // Those may be about to go already.
        return next.isEmpty() ? entries(eviction.coldest(count + MOST_LEAVING)) : next;
    }

    private static List<Entry> entries(Map<String, Seat> coldest) {
        return coldest.values().stream().map(Seat::entry).filter(Objects::nonNull).toList();
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
    public void close() {
        front.close();
    }

    @Override
    public long size() {
        return cache.estimatedSize();
    }
}
