package io.mpreg.engine.cache;

import io.mpreg.engine.cache.FactTable.Held;
import io.mpreg.engine.cache.peer.Content;
import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.cache.peer.Fact;
import io.mpreg.engine.cache.peer.KeyRef;
import io.mpreg.engine.cache.peer.Progress;
import io.mpreg.engine.cache.peer.Resolver;
import io.mpreg.engine.cache.peer.Siblings;
import io.mpreg.engine.cache.peer.Stamp;
import io.mpreg.engine.cache.peer.Sweeps;
import io.mpreg.engine.time.VectorClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Coordinates a region of which every node holds everything.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. The order of locks is the stripe of a
 * key, then {@code order}.
 */
final class Replicating implements Coordinator {

    private final Region region;
    private final PeerDesk desk;
    private final Cascade cascade;
    private final Announcer announcer;
    private final Resolver resolver;
    private final FactTable facts;
    private final StateTransfer transfer;
    private final Object order = new Object();
    private final Progress progress = new Progress();
    private final Sweeps sweeps;
    private long own;

    Replicating(
            Region region,
            CacheSettings settings,
            PeerDesk desk,
            Cascade cascade,
            Announcer announcer) {
        this.region = region;
        this.desk = desk;
        this.cascade = cascade;
        this.announcer = announcer;
        this.resolver = Resolver.of(region.spec().conflict(), settings.coordination().resolver());
        this.facts =
                new FactTable(
                        settings.coordination().maxTombstones(),
                        settings.coordination().tombstoneTime().toNanos());
        this.sweeps = new Sweeps(region.name());
        this.transfer = new StateTransfer(region, desk, facts);
    }

    @Override
    public void wrote(Entry entry) {
        Content content = new Content(entry.value(), entry.traits());
        double quality = entry.traits().quality();
        tell(entry.key(), quality, stamp -> Fact.live(entry.key(), stamp, content), entry);
        if (!region.holds(entry)) {
            facts.left(entry, desk.clock().nanos());
        }
    }

    @Override
    public void loaded(Entry entry) {
        wrote(entry);
    }

    @Override
    public void took(String key, @Nullable Entry entry) {
        // Told also of a key that is not known here any more: others may have it.
        tell(key, 0, stamp -> Fact.gone(key, stamp), null);
    }

    @Override
    public void left(Entry entry) {
        facts.left(entry, desk.clock().nanos());
    }

    private interface Making {
        Fact of(Stamp stamp);
    }

    private void tell(String key, double quality, Making fact, @Nullable Entry shown) {
        Held before = facts.of(key);
        long since = before == null ? 0 : before.siblings().millis() + 1;
        VectorClock base = facts.clock(before);
        synchronized (order) {
            own++;
            Stamp stamp =
                    new Stamp(
                            desk.self(),
                            own,
                            base.with(desk.self(), own),
                            Math.max(desk.clock().millis(), since),
                            quality);
            Fact told = fact.of(stamp);
            facts.put(key, new Held(Siblings.of(told), shown), desk.clock().nanos());
            progress.holds(desk.self(), own);
            if (!desk.alone()) {
                desk.broadcast(
                        region.topics().writes().topic(),
                        new Coordination.Write(region.name(), told, progress.held()));
            }
        }
    }

    @Override
    public void invalidated(Invalidation what) {
        // Of a key this node told already; what depends on it may be at others only.
        Invalidation.By by =
                what.by() == Invalidation.By.KEY ? Invalidation.By.DEPENDENCY : what.by();
        synchronized (order) {
            Coordination.Sweep sweep = sweeps.tell(by.name(), what.value());
            if (!desk.alone()) {
                desk.broadcast(region.topics().coordination("invalidation"), sweep);
            }
        }
    }

    @Override
    public void receive(String from, Coordination message) {
        if (message instanceof Coordination.Write write) {
            received(from, write);
        } else if (message instanceof Coordination.Sweep sweep) {
            received(from, sweep);
        } else if (message instanceof Coordination.Missed missed) {
            answer(from, missed);
        } else if (message instanceof Coordination.Ask ask) {
            VectorClock held;
            synchronized (order) {
                held = progress.held();
            }
            transfer.answer(from, ask, held);
        } else if (message instanceof Coordination.State state) {
            received(state);
        }
    }

    private void received(String from, Coordination.Write write) {
        Stamp stamp = write.fact().stamp();
        boolean gap;
        synchronized (order) {
            if (progress.had(stamp.owner(), stamp.sequence())) {
                // Perhaps what came after it is forgotten, and it would seem to be new.
                return;
            }
            gap = progress.comes(stamp.owner(), stamp.sequence());
        }
        if (gap) {
            lost(List.of(stamp.owner()));
        }
        apply(write.fact(), write.known());
        synchronized (order) {
            progress.arrived(stamp.owner(), stamp.sequence());
        }
        if (gap) {
            ask(from);
        }
        cascade.settle();
    }

    private void received(String from, Coordination.Sweep sweep) {
        cascade.invalidate(
                region.name(),
                new Invalidation(Invalidation.By.valueOf(sweep.by()), sweep.value()),
                Cause.remote(Optional.empty()));
        boolean misses;
        synchronized (order) {
            sweeps.arrived(sweep, from);
            misses = sweeps.misses(from);
        }
        if (misses) {
            askSweeps(from);
        }
    }

    private void askSweeps(String peer) {
        Coordination.Missed question;
        synchronized (order) {
            question = new Coordination.Missed(region.name(), sweeps.held(peer));
        }
        desk.send(peer, region.topics().coordination("repair"), question);
    }

    private void answer(String from, Coordination.Missed missed) {
        List<Coordination.Sweep> again;
        synchronized (order) {
            again = sweeps.after(missed.held());
        }
        again.forEach(
                sweep -> desk.send(from, region.topics().coordination("invalidation"), sweep));
    }

    private void received(Coordination.State state) {
        state.facts().forEach(fact -> apply(fact, state.held()));
        boolean awaited;
        synchronized (order) {
            awaited = progress.awaits(state.round());
        }
        if (awaited && transfer.complete(state)) {
            List<KeyRef> went = new ArrayList<>();
            if (state.full()) {
                transfer.unknownTo(state).forEach(fact -> forget(fact, went));
            }
            synchronized (order) {
                progress.answered(state.round(), state.held());
            }
            cascade.lost(went);
        }
        cascade.settle();
    }

    /** Makes known what somebody wrote, and shows it if it counts. */
    private void apply(Fact fact, VectorClock known) {
        KeyRef id = new KeyRef(region.name(), fact.key());
        Held after;
        Entry gone = null;
        Entry shown = null;
        ReentrantLock stripe = region.stripe(id);
        stripe.lock();
        try {
            Held before = facts.of(fact.key());
            Siblings merged = before == null ? Siblings.of(fact) : before.siblings().merge(fact);
            if (before != null && merged == before.siblings()) {
                return;
            }
            Fact winner = merged.winner(resolver);
            Entry present = before == null ? null : before.shown();
            if (present != null && before.siblings().winner(resolver) == winner) {
                after = new Held(merged, present);
            } else {
                Content content = winner.content();
                if (content != null && content.traits().lifeAt(desk.clock().nanos()) > 0) {
                    shown = region.accept(id, content.value(), content.traits());
                }
                if (shown == null) {
                    gone = region.dropUntold(id);
                }
                after = new Held(merged, shown);
            }
            facts.put(fact.key(), after, desk.clock().nanos());
            if (shown != null && !region.holds(shown)) {
                facts.left(shown, desk.clock().nanos());
            }
        } finally {
            stripe.unlock();
        }
        announce(fact, after.siblings(), shown, gone, known);
    }

    private void announce(
            Fact fact,
            Siblings siblings,
            @Nullable Entry shown,
            @Nullable Entry gone,
            VectorClock known) {
        Cause cause = Cause.remote(Optional.empty());
        if (shown != null) {
            announcer.replicated(shown, cause);
        }
        if (gone != null) {
            announcer.invalidated(gone.id(), gone, cause);
        }
        if (fact.state() == Fact.State.GONE) {
            cascade.followed(new KeyRef(region.name(), fact.key()), entry -> knew(entry, known));
        }
        if (siblings.conflict()) {
            region.meters().conflicts.increment();
            announcer.conflict(region, fact.key(), siblings.facts());
        }
    }

    /** Whether who holds that much knew of an entry of this region. */
    private boolean knew(Entry entry, VectorClock known) {
        if (entry.region() != region) {
            return false;
        }
        Held held = facts.of(entry.key());
        if (held == null || held.shown() != entry) {
            return false;
        }
        Stamp stamp = held.siblings().winner(resolver).stamp();
        return known.of(stamp.owner()) >= stamp.sequence();
    }

    /** Drops what nodes wrote of which writes are missing. */
    private void lost(List<String> owners) {
        List<KeyRef> went = new ArrayList<>();
        region.meters().gaps.increment();
        facts.forEach(
                (key, held) -> {
                    for (Fact fact : held.siblings().facts()) {
                        if (fact.isLive() && owners.contains(fact.stamp().owner())) {
                            forget(fact, went);
                        }
                    }
                });
        cascade.lost(went);
    }

    /** Keeps of a write only the stamp. */
    private void forget(Fact fact, List<KeyRef> went) {
        String key = fact.key();
        KeyRef id = new KeyRef(region.name(), key);
        ReentrantLock stripe = region.stripe(id);
        stripe.lock();
        try {
            Held held = facts.of(key);
            if (held == null) {
                return;
            }
            Siblings rest =
                    held.siblings()
                            .map(each -> each.stamp().same(fact.stamp()) ? each.unkept() : each);
            boolean shows = held.shown() != null && rest.winner(resolver).isLive();
            if (held.shown() != null && !shows) {
                region.discard(held.shown());
                went.add(id);
            }
            facts.put(key, new Held(rest, shows ? held.shown() : null), desk.clock().nanos());
        } finally {
            stripe.unlock();
        }
    }

    @Override
    public void heard(String from, Coordination.Digest digest) {
        VectorClock theirs = digest.held().get(region.name());
        if (theirs == null) {
            return;
        }
        boolean gap;
        boolean incomplete;
        boolean misses;
        synchronized (order) {
            sweeps.heard(from, digest.told().getOrDefault(region.name(), 0L));
            misses = sweeps.misses(from);
            gap = progress.heard(from, theirs.of(from));
            theirs.counts()
                    .forEach(
                            (owner, sequence) -> {
                                if (!owner.equals(from) && !owner.equals(desk.self())) {
                                    progress.rumour(owner, sequence);
                                }
                            });
            incomplete = progress.incomplete();
        }
        if (misses) {
            askSweeps(from);
        }
        if (gap) {
            lost(List.of(from));
            ask(from);
        } else if (incomplete) {
            ask(from);
        }
    }

    @Override
    public void tick() {
        facts.purge(desk.clock().nanos());
        List<String> overdue;
        synchronized (order) {
            overdue = progress.overdue();
        }
        if (!overdue.isEmpty()) {
            lost(overdue);
        }
    }

    private void ask(String peer) {
        transfer.ask(peer, question());
    }

    private Coordination.Ask question() {
        synchronized (order) {
            // Also what this node wrote itself and does not have any more.
            VectorClock held = progress.held().with(desk.self(), 0);
            return new Coordination.Ask(region.name(), progress.ask(), held);
        }
    }

    @Override
    public boolean warm(List<String> others) {
        others.forEach(
                other -> {
                    Coordination.Ask all = question();
                    transfer.ask(
                            other,
                            new Coordination.Ask(all.region(), all.round(), VectorClock.ZERO));
                });
        return !others.isEmpty();
    }

    @Override
    public void digest(Map<String, Long> told, Map<String, VectorClock> held) {
        synchronized (order) {
            told.put(region.name(), sweeps.count());
            held.put(region.name(), progress.held());
        }
    }

    @Override
    public Coordination.Checked check(long round) {
        VectorClock held;
        synchronized (order) {
            held = progress.held();
        }
        long[] sums = new long[2];
        facts.forEach(
                (key, known) -> {
                    if (known.shown() != null) {
                        Stamp stamp = known.siblings().winner(resolver).stamp();
                        sums[0]++;
                        sums[1] += mixed(key, stamp);
                    }
                });
        return new Coordination.Checked(region.name(), round, sums[0], sums[1], held);
    }

    private static long mixed(String key, Stamp stamp) {
        long hash = 31L * key.hashCode() + stamp.owner().hashCode();
        hash = (hash ^ stamp.sequence()) * 0x9E3779B97F4A7C15L;
        return hash ^ hash >>> 29;
    }
}
