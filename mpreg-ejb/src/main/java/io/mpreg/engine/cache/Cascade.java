package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.KeyRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes entries out together with everything that depends on them.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads; holds one stripe at a time.
 */
final class Cascade {

    private final Regions regions;
    private final Ledger ledger;
    private final Announcer announcer;
    private final PeerDesk desk;

    Cascade(Regions regions, Ledger ledger, Announcer announcer, PeerDesk desk) {
        this.regions = regions;
        this.ledger = ledger;
        this.announcer = announcer;
        this.desk = desk;
    }

    /** Carries out an invalidation, and returns how many entries went. */
    int invalidate(String region, Invalidation what, Cause cause) {
        int count =
                switch (what.by()) {
                    case KEY -> invalidateKey(new KeyRef(region, Names.key(what.value())), cause);
                    case PATTERN -> invalidatePattern(region, what.value(), cause);
                    case TAG -> invalidateTag(region, Names.tag(what.value()), cause);
                    case DEPENDENCY -> invalidateDependency(region, what.value(), cause);
                };
        settle();
        tell(region, what, cause);
        return count;
    }

    private void tell(String name, Invalidation what, Cause cause) {
        if (cause.remote()) {
            return;
        }
        Region region = regions.find(name);
        if (region != null) {
            region.coordinator().invalidated(what);
        } else {
            desk.invalidateElsewhere(name, what);
        }
    }

    /**
     * Takes out what depends on a key that another node took out and told everybody of, except what
     * that one takes out itself.
     */
    void followed(KeyRef id, Predicate<Entry> told) {
        Map<KeyRef, Entry> went = new LinkedHashMap<>();
        follow(
                List.of(id),
                Set.of(),
                (entry, fits) ->
                        entry.region()
                                .dropIf(
                                        entry.id(),
                                        present -> fits.test(present) && !told.test(present)),
                went);
        announce(went, Cause.remote(Optional.empty()));
        settle();
    }

    /**
     * Takes out, on this node only, what depends on keys that this node does not trust any more.
     */
    void lost(List<KeyRef> keys) {
        if (keys.isEmpty()) {
            return;
        }
        Map<KeyRef, Entry> went = new LinkedHashMap<>();
        follow(keys, Set.of(), (entry, fits) -> entry.region().dropHere(entry.id(), fits), went);
        announce(went, Cause.remote(Optional.empty()));
        settle();
    }

    /** Takes out the entry of a key; what depends on it is invalidated. */
    boolean remove(KeyRef id, Cause cause) {
        Region region = regions.find(id.region());
        Entry entry = region == null ? null : region.drop(id);
        Map<KeyRef, Entry> went = new LinkedHashMap<>();
        follow(List.of(id), Set.of(), went);
        if (entry != null) {
            announcer.removed(entry, cause);
        }
        announce(went, cause);
        settle();
        tell(id.region(), Invalidation.key(id.key()), cause);
        return entry != null;
    }

    /** Takes out all entries of a region; what depends on them in others is invalidated. */
    long clear(Region region, Cause cause) {
        Collection<KeyRef> keys = spoil(flight -> flight.id().region().equals(region.name()));
        long count = 0;
        for (Entry found : region.entries()) {
            Entry entry = region.drop(found.id());
            if (entry != null) {
                count++;
                if (ledger.dependents().has(entry.id())) {
                    keys.add(entry.id());
                }
                announcer.removed(entry, cause);
            }
        }
        Map<KeyRef, Entry> went = new LinkedHashMap<>();
        follow(keys, Set.of(), went);
        count += went.keySet().stream().filter(id -> id.region().equals(region.name())).count();
        announce(went, cause);
        settle();
        tell(region.name(), Invalidation.pattern("#"), cause);
        return count;
    }

    /** Looks after what left by itself: takes out what depended on it, and tells of it. */
    void settle() {
        if (!ledger.unsettled()) {
            return;
        }
        ledger.settling();
        Entry doomed;
        while ((doomed = ledger.nextDoomed()) != null) {
            if (dropped(doomed) != null) {
                doomed.region().meters().invalidations.increment();
                announcer.invalidated(doomed.id(), doomed, Cause.REQUEST);
            }
        }
        Ledger.Left left;
        while ((left = ledger.nextLeft()) != null) {
            announcer.left(left.entry(), left.why());
        }
    }

    private int invalidateKey(KeyRef id, Cause cause) {
        Region region = regions.find(id.region());
        Map<KeyRef, Entry> went = new LinkedHashMap<>();
        Entry entry = region == null ? spoiled(id) : region.drop(id);
        if (entry != null) {
            went.put(id, entry);
        } else {
            announcer.invalidated(id, null, cause);
        }
        follow(List.of(id), Set.of(), went);
        return announce(went, cause);
    }

    private int invalidatePattern(String name, String text, Cause cause) {
        KeyPattern pattern = KeyPattern.of(text);
        Region region = regions.find(name);
        if (region == null) {
            return 0;
        }
        return invalidateAll(
                spoil(f -> f.id().region().equals(name) && pattern.matches(f.id().key())),
                region.entries(),
                entry -> pattern.matches(entry.key()),
                cause);
    }

    private int invalidateTag(String name, String tag, Cause cause) {
        Region region = regions.find(name);
        if (region == null) {
            return 0;
        }
        return invalidateAll(
                spoil(f -> f.id().region().equals(name) && f.tags().contains(tag)),
                region.tagged(tag),
                entry -> entry.traits().tags().contains(tag),
                cause);
    }

    private int invalidateDependency(String name, String text, Cause cause) {
        List<KeyRef> inputs = Names.inputs(name, text);
        Map<KeyRef, Entry> went = new LinkedHashMap<>();
        follow(inputs, Set.copyOf(inputs), went);
        return announce(went, cause);
    }

    private int invalidateAll(
            Collection<KeyRef> keys, Iterable<Entry> entries, Predicate<Entry> fits, Cause cause) {
        Map<KeyRef, Entry> went = new LinkedHashMap<>();
        for (Entry entry : entries) {
            if (fits.test(entry)) {
                keys.add(entry.id());
                take(entry, fits, went);
            }
        }
        follow(keys, Set.of(), went);
        return announce(went, cause);
    }

    /** How an entry is taken out, or its successor, if it fits; null if it does not. */
    private interface Taking {
        @Nullable Entry take(Entry entry, Predicate<Entry> fits);
    }

    /** Takes out what depends on the keys, through any number of steps, except what is kept. */
    private void follow(Collection<KeyRef> from, Set<KeyRef> kept, Map<KeyRef, Entry> went) {
        follow(from, kept, (entry, fits) -> entry.region().dropIf(entry.id(), fits), went);
    }

    private void follow(
            Collection<KeyRef> from, Set<KeyRef> kept, Taking taking, Map<KeyRef, Entry> went) {
        if (ledger.dependents().isEmpty() && ledger.flights().underWay() == 0) {
            return;
        }
        Set<KeyRef> seen = new HashSet<>(from);
        Deque<KeyRef> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            KeyRef id = open.remove();
            // Loads first: one that ends meanwhile has filed its entry by then.
            for (KeyRef loading : spoil(f -> f.inputs().contains(id) && !kept.contains(f.id()))) {
                if (seen.add(loading)) {
                    open.add(loading);
                }
            }
            for (Entry dependent : ledger.dependents().of(id)) {
                if (kept.contains(dependent.id())) {
                    continue;
                }
                Entry taken = taking.take(dependent, e -> e.traits().inputs().contains(id));
                if (taken != null) {
                    went.put(taken.id(), taken);
                }
                if (seen.add(dependent.id())) {
                    open.add(dependent.id());
                }
            }
        }
    }

    /** Takes out what has the key of an entry now, which may be its successor, if it fits. */
    private static void take(Entry entry, Predicate<Entry> fits, Map<KeyRef, Entry> went) {
        Entry taken = entry.region().dropIf(entry.id(), fits);
        if (taken != null) {
            went.put(taken.id(), taken);
        }
    }

    private static @Nullable Entry dropped(Entry entry) {
        return entry.region().dropHere(entry.id(), present -> present == entry);
    }

    private int announce(Map<KeyRef, Entry> went, Cause cause) {
        went.values().forEach(entry -> entry.region().meters().invalidations.increment());
        went.forEach((id, entry) -> announcer.invalidated(id, entry, cause));
        return went.size();
    }

    private @Nullable Entry spoiled(KeyRef id) {
        spoil(flight -> flight.id().equals(id));
        return null;
    }

    private Collection<KeyRef> spoil(Predicate<Flight> fits) {
        return new ArrayList<>(ledger.flights().spoilAll(fits));
    }
}
