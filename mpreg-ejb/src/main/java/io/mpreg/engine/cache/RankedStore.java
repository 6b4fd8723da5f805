package io.mpreg.engine.cache;

import io.mpreg.engine.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A store that ranks its entries by a policy; the lowest one goes first when it is full.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. One lock for everything: such a region
 * is chosen for what it keeps, not for its speed.
 */
final class RankedStore implements Store {

    private final Clock clock;
    private final long maxEntries;
    private final Lifetime lifetime;
    private final Ranking ranking;
    private final Listener listener;
    private final Map<String, Ranked> entries = new HashMap<>();
    private final TreeSet<Ranked> byRank = new TreeSet<>(Ranked.BY_RANK);
    private final TreeSet<Ranked> byEnd = new TreeSet<>(Ranked.BY_END);
    private long order;

    RankedStore(
            Clock clock, long maxEntries, Lifetime lifetime, Ranking ranking, Listener listener) {
        this.clock = clock;
        this.maxEntries = maxEntries;
        this.lifetime = lifetime;
        this.ranking = ranking;
        this.listener = listener;
    }

    @Override
    public synchronized @Nullable Entry read(String key) {
        Ranked ranked = live(key);
        if (ranked == null) {
            return null;
        }
        use(ranked);
        if (lifetime.idles()) {
            byEnd.remove(ranked);
            end(ranked, clock.nanos());
        }
        return ranked.entry();
    }

    @Override
    public synchronized @Nullable Entry peek(String key) {
        Ranked ranked = live(key);
        return ranked == null ? null : ranked.entry();
    }

    @Override
    public synchronized int put(Entry entry) {
        expire();
        Ranked former = entries.get(entry.key());
        if (former != null) {
            take(former, Departure.REPLACED);
        }
        Ranked ranked = new Ranked(entry, ++order);
        ranking.added(ranked);
        entries.put(entry.key(), ranked);
        while (entries.size() > maxEntries) {
            // The new entry is ranked only afterwards: it does not have to go itself.
            take(lowest(), Departure.EVICTED);
        }
        byRank.add(ranked);
        end(ranked, clock.nanos());
        return former == null ? entry.bytes() : entry.bytes() - former.entry().bytes();
    }

    @Override
    public synchronized boolean remove(Entry entry) {
        Ranked ranked = entries.get(entry.key());
        if (ranked == null || ranked.entry() != entry) {
            return false;
        }
        take(ranked, entry.shed() ? Departure.EVICTED : Departure.REMOVED);
        return true;
    }

    @Override
    public synchronized Iterable<Entry> entries() {
        expire();
        List<Entry> snapshot = new ArrayList<>(entries.size());
        entries.values().forEach(ranked -> snapshot.add(ranked.entry()));
        return snapshot;
    }

    @Override
    public synchronized Collection<Entry> next(int count) {
        return byRank.stream().limit(count).map(Ranked::entry).toList();
    }

    @Override
    public synchronized Optional<Duration> timeLeft(Entry entry) {
        Ranked ranked = entries.get(entry.key());
        return ranked == null || !ranked.ends()
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(ranked.end() - clock.nanos()));
    }

    @Override
    public synchronized void settle() {
        expire();
    }

    @Override
    public synchronized long size() {
        return entries.size();
    }

    private void use(Ranked ranked) {
        byRank.remove(ranked);
        ranked.use(++order);
        ranking.used(ranked);
        byRank.add(ranked);
        for (int rank = ranking.crowded(); rank > 0; rank = ranking.crowded()) {
            Ranked longestUnused = byRank.higher(Ranked.below(rank));
            byRank.remove(longestUnused);
            longestUnused.moved(++order);
            ranking.demote(longestUnused);
            byRank.add(longestUnused);
        }
    }

    private Ranked lowest() {
        Ranked lowest = byRank.first();
        for (int spared = 0; spared < Ranking.MOST_SPARED && ranking.spares(lowest); spared++) {
            use(lowest);
            lowest = byRank.first();
        }
        return lowest;
    }

    private @Nullable Ranked live(String key) {
        Ranked ranked = entries.get(key);
        if (ranked != null && ranked.ends() && ranked.end() - clock.nanos() <= 0) {
            take(ranked, Departure.EXPIRED);
            return null;
        }
        return ranked;
    }

    private void end(Ranked ranked, long now) {
        long life = lifetime.after(ranked.entry(), now);
        if (life < Lifetime.ENDLESS.toNanos()) {
            ranked.endAt(now + life);
            byEnd.add(ranked);
        }
    }

    private void expire() {
        long now = clock.nanos();
        while (!byEnd.isEmpty() && byEnd.first().end() - now <= 0) {
            take(byEnd.first(), Departure.EXPIRED);
        }
    }

    private void take(Ranked ranked, Departure why) {
        entries.remove(ranked.entry().key());
        byRank.remove(ranked);
        if (ranked.ends()) {
            byEnd.remove(ranked);
        }
        ranking.left(ranked, why);
        listener.departed(ranked.entry(), why);
    }
}
