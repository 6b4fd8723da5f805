package io.mpreg.engine.cache;

import io.mpreg.engine.cache.FactTable.Held;
import io.mpreg.engine.cache.peer.Content;
import io.mpreg.engine.cache.peer.Fact;
import io.mpreg.engine.cache.peer.KeyRef;
import io.mpreg.engine.cache.peer.Siblings;
import io.mpreg.engine.cache.peer.Stamp;
import io.mpreg.engine.time.VectorClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this node has of a replicated region: makes entries of what others wrote, and takes those
 * out that do not count any more.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; holds one stripe at a time.
 */
final class Replica {

    private final Region region;
    private final FactTable facts;
    private final PeerDesk desk;
    private final Cascade cascade;
    private final Announcer announcer;

    Replica(Region region, FactTable facts, PeerDesk desk, Cascade cascade, Announcer announcer) {
        this.region = region;
        this.facts = facts;
        this.desk = desk;
        this.cascade = cascade;
        this.announcer = announcer;
    }

    /**
     * Makes known what somebody wrote, and shows it if it counts.
     *
     * @param known what its teller holds
     * @return whether it was news
     */
    boolean apply(Fact fact, VectorClock known) {
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
                return false;
            }
            Fact winner = merged.winner(facts.resolver());
            Entry present = before == null ? null : before.shown();
            if (present != null && before.siblings().winner(facts.resolver()) == winner) {
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
        return true;
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
        Stamp stamp = held.siblings().winner(facts.resolver()).stamp();
        return known.of(stamp.owner()) >= stamp.sequence();
    }

    /** Drops what nodes wrote of which writes are missing. */
    void lost(List<String> owners) {
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

    /** Keeps of writes only the stamps. */
    void forget(List<Fact> dead) {
        List<KeyRef> went = new ArrayList<>();
        dead.forEach(fact -> forget(fact, went));
        cascade.lost(went);
    }

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
            boolean shows = held.shown() != null && rest.winner(facts.resolver()).isLive();
            if (held.shown() != null && !shows) {
                region.discard(held.shown());
                went.add(id);
            }
            facts.put(key, new Held(rest, shows ? held.shown() : null), desk.clock().nanos());
        } finally {
            stripe.unlock();
        }
    }
}
