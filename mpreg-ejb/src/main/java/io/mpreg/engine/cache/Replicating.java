package io.mpreg.engine.cache;

import io.mpreg.engine.cache.FactTable.Held;
import io.mpreg.engine.cache.peer.Content;
import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.cache.peer.Fact;
import io.mpreg.engine.cache.peer.Prints;
import io.mpreg.engine.cache.peer.Progress;
import io.mpreg.engine.cache.peer.Resolver;
import io.mpreg.engine.cache.peer.Siblings;
import io.mpreg.engine.cache.peer.Stamp;
import io.mpreg.engine.cache.peer.Sweeps;
import io.mpreg.engine.time.VectorClock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Coordinates a region of which every node holds everything.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. The order of locks is the stripe of a
 * key, then {@code order}.
 */
final class Replicating implements Coordinator {

    /** How many comparisons are remembered. */
    private static final int COMPARISONS = 16;

    private final Region region;
    private final PeerDesk desk;
    private final Cascade cascade;
    private final FactTable facts;
    private final Replica replica;
    private final StateTransfer transfer;
    private final Object order = new Object();
    private final Progress progress = new Progress();
    private final Sweeps sweeps;
    private final Doubts doubts = new Doubts();
    private final Fetches fetches = new Fetches();
    private long own;

    /** The last questions that were comparisons. */
    private final Deque<Long> comparisons = new ArrayDeque<>();

    Replicating(
            Region region,
            CacheSettings settings,
            PeerDesk desk,
            Cascade cascade,
            Announcer announcer) {
        this.region = region;
        this.desk = desk;
        this.cascade = cascade;
        this.facts =
                new FactTable(
                        Resolver.of(region.spec().conflict(), settings.coordination().resolver()),
                        settings.coordination().maxTombstones(),
                        settings.coordination().tombstoneTime().toNanos());
        this.replica = new Replica(region, facts, desk, cascade, announcer);
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
            received(from, state);
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
            replica.lost(List.of(stamp.owner()));
        }
        replica.apply(write.fact(), write.known());
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

    private void received(String from, Coordination.State state) {
        boolean compares;
        synchronized (order) {
            compares = comparisons.contains(state.round());
        }
        boolean mended = false;
        int shown = 0;
        for (Fact fact : state.facts()) {
            boolean had = had(fact.stamp());
            boolean news = received(fact, state, had, compares);
            mended |= had && news;
            shown += news && fact.isLive() ? 1 : 0;
        }
        fetches.arrived(state, shown);
        boolean awaited;
        synchronized (order) {
            awaited = progress.awaits(state.round());
        }
        if (awaited && transfer.complete(state)) {
            if (state.complete() != 0) {
                List<Fact> dead = transfer.unknownTo(state, compares);
                mended |= !dead.isEmpty();
                replica.forget(dead);
            }
            synchronized (order) {
                progress.answered(state.round(), state.held());
            }
        }
        if (compares && mended) {
            synchronized (order) {
                doubts.mended(from);
            }
        }
        cascade.settle();
    }

    /*
     * What was here before and is not known any more has been taken away, was written over, or left
     * by itself. In the first two cases somebody who has not heard of it yet, or who is compared
     * with because one of the two is wrong, must not bring it back.
     */
    /** Takes what an answer says of a write; whether it is news. */
    private boolean received(Fact fact, Coordination.State state, boolean had, boolean compares) {
        boolean believed = !had || facts.of(fact.key()) != null;
        if (!believed && !compares && facts.mayHaveLeft(fact.stamp())) {
            synchronized (order) {
                believed = !progress.ahead(state.held());
            }
        }
        return believed && replica.apply(fact, state.held());
    }

    private boolean had(Stamp stamp) {
        synchronized (order) {
            return progress.had(stamp.owner(), stamp.sequence());
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
        boolean doubted;
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
            doubted = !gap && !incomplete && doubted(from, theirs, digest);
        }
        if (misses) {
            askSweeps(from);
        }
        if (gap) {
            replica.lost(List.of(from));
            ask(from);
        } else if (incomplete) {
            ask(from);
        } else if (doubted) {
            compare(from);
        }
    }

    private boolean doubted(String from, VectorClock theirs, Coordination.Digest digest) {
        Long print = digest.prints().get(region.name());
        if (print == null || print == facts.prints().whole()) {
            doubts.agrees(from);
            return false;
        }
        return doubts.differs(from, theirs.equals(progress.held()));
    }

    /** Asks another node for what it has where it differs. */
    private void compare(String peer) {
        Coordination.Ask question;
        synchronized (order) {
            long round = progress.ask();
            comparisons.add(round);
            if (comparisons.size() > COMPARISONS) {
                comparisons.remove();
            }
            question = new Coordination.Ask(region.name(), round, progress.held(), facts.prints());
        }
        transfer.ask(peer, question);
    }

    @Override
    public void tick() {
        facts.purge(desk.clock().nanos());
        List<String> overdue;
        synchronized (order) {
            overdue = progress.overdue();
            doubts.retain(desk.others());
        }
        if (!overdue.isEmpty()) {
            replica.lost(overdue);
        }
    }

    private void ask(String peer) {
        transfer.ask(peer, question());
    }

    private Coordination.Ask question() {
        synchronized (order) {
            // Also what this node wrote itself and does not have any more.
            VectorClock held = progress.held().with(desk.self(), 0);
            return new Coordination.Ask(region.name(), progress.ask(), held, Prints.UNKNOWN);
        }
    }

    @Override
    public CompletableFuture<Long> fetch(String peer) {
        Coordination.Ask all = question();
        CompletableFuture<Long> fetched = fetches.begin(all.round());
        transfer.ask(
                peer,
                new Coordination.Ask(all.region(), all.round(), VectorClock.ZERO, Prints.UNKNOWN));
        return fetched;
    }

    @Override
    public void digest(DigestParts parts) {
        synchronized (order) {
            parts.replicated(
                    region.name(), sweeps.count(), progress.held(), facts.prints().whole());
        }
    }

    @Override
    public Prints prints() {
        return facts.prints();
    }

    @Override
    public long print(String key) {
        return facts.print(key, facts.of(key));
    }

    @Override
    public VectorClock held() {
        synchronized (order) {
            return progress.held();
        }
    }

    @Override
    public void repair(String peer) {
        compare(peer);
    }
}
