package io.mpreg.engine.cache;

import io.mpreg.api.MpregLimitException;
import io.mpreg.api.Payload;
import io.mpreg.api.cache.CacheStats;
import io.mpreg.api.cache.PutOptions;
import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.cache.peer.KeyRef;
import io.mpreg.engine.cache.peer.Traits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one namespace, and the rules by which they are kept.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads. Writes of one key come one at a time,
 * under its stripe; reads take no lock.
 */
final class Region implements Store.Listener {

    /** After how many reads of a thread the store catches up. */
    private static final int BETWEEN_UPKEEPS = 1023;

    /** Of reads that nothing ties to others one in 64 is remembered. */
    private static final int BETWEEN_TOLD = 63;

    private final String name;
    private final RegionSpec spec;
    private final Optional<Duration> timeToLive;
    private final long maxBytes;
    private final long refreshMillis;
    private final Ledger ledger;
    private final RegionTopics topics;
    private final EventRule news;
    private final boolean tellsReads;
    private final Coordinator coordinator;
    private final Store store;
    private final Meters meters = new Meters();
    private final EntryIndex<String> tagged = new EntryIndex<>();
    private final AtomicLong versions = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final ReentrantLock shedding = new ReentrantLock();

    Region(
            String name,
            RegionSpec spec,
            CacheSettings settings,
            Ledger ledger,
            Function<Region, Coordinator> coordination) {
        this.name = name;
        this.spec = spec;
        this.timeToLive = settings.timeToLiveOf(spec);
        this.maxBytes = settings.bytesOf(spec);
        this.refreshMillis = spec.refreshAfter().map(age -> Math.max(1, age.toMillis())).orElse(0L);
        this.ledger = ledger;
        this.topics = new RegionTopics(name, spec.mode());
        this.news = EventRule.of(settings, name);
        this.tellsReads = news.publishes(CacheEvent.HIT) || news.publishes(CacheEvent.MISS);
        this.coordinator = coordination.apply(this);
        this.store = Stores.open(spec, settings, ledger, this);
    }

    String name() {
        return name;
    }

    RegionSpec spec() {
        return spec;
    }

    RegionTopics topics() {
        return topics;
    }

    /** Whether something is published when it happens here. */
    boolean published(CacheEvent event) {
        return news.publishes(event);
    }

    /** Whether reads are published. */
    boolean tellsReads() {
        return tellsReads;
    }

    /**
     * Whether somebody may want to know of a read that nothing ties to others.
     *
     * @param number which read of its kind it is on its thread
     */
    boolean tells(long number) {
        return isSample(number) || tellsReads;
    }

    /** Whether a read is one of the few that stand for others. */
    boolean isSample(long number) {
        return (number & BETWEEN_TOLD) == 1;
    }

    /** Whether something left by itself that nobody has looked after yet. */
    boolean unsettled() {
        return ledger.unsettled();
    }

    /** Whether an event is worth publishing. */
    boolean fulfils(Map<String, @Nullable Object> body, @Nullable Entry entry) {
        return news.fulfilledBy(body, entry);
    }

    /** Whether an entry is to be loaded anew, although it still holds. */
    boolean isOld(Entry entry) {
        return refreshMillis > 0
                && ledger.clock().millis() - entry.createdMillis() >= refreshMillis;
    }

    /** What keeps it in step with other nodes. */
    Coordinator coordinator() {
        return coordinator;
    }

    Meters meters() {
        return meters;
    }

    /**
     * The value of a key, which counts as a use of it and as a hit of its entry; null if the entry
     * has to be looked at.
     */
    @Nullable Payload glance(String key) {
        return tellsReads ? null : store.glance(key);
    }

    /** How often an entry was read. */
    long hits(Entry entry) {
        return store.hits(entry);
    }

    /** The entry of a key, which counts as a use of it. */
    @Nullable Entry read(String key) {
        Entry entry = store.read(key);
        return entry == null || entry.doomed() ? null : entry;
    }

    /** Counts a read that found something; returns about how many there were on the same thread. */
    long countHit() {
        long hits = meters.uses.hit();
        if ((hits & BETWEEN_UPKEEPS) == 0) {
            store.upkeep();
        }
        return hits;
    }

    /** Counts a read that found nothing; returns about how many there were on the same thread. */
    long countMiss() {
        return meters.uses.miss();
    }

    /** Counts that a caller wrote. */
    void countWrite() {
        meters.uses.write();
    }

    /** The entry of a key, which does not count as a use of it. */
    @Nullable Entry peek(String key) {
        Entry entry = store.peek(key);
        return entry == null || entry.doomed() ? null : entry;
    }

    Iterable<Entry> entries() {
        return store.entries();
    }

    List<Entry> tagged(String tag) {
        return tagged.of(tag);
    }

    Optional<Duration> timeLeft(Entry entry) {
        return store.timeLeft(entry);
    }

    CacheStats stats() {
        store.settle();
        return meters.stats(store.size(), bytes.get());
    }

    /** Does what was put off. */
    void upkeep() {
        store.upkeep();
    }

    /** Answers no read any more without somebody asking whether the node's cache is open. */
    void close() {
        store.close();
    }

    /** Does what is due. */
    void settle() {
        store.settle();
    }

    /** How an entry is kept that is written now with such options. */
    Traits traits(PutOptions options) {
        Traits lasting =
                options == PutOptions.NONE
                        ? Traits.PLAIN
                        : new Traits(
                                options.tags(),
                                Names.inputs(name, options.dependsOn()),
                                options.cost(),
                                options.weight().orElse(Traits.BY_SIZE),
                                options.quality(),
                                false,
                                0);
        Optional<Duration> life =
                options.timeToLive().isPresent() ? options.timeToLive() : timeToLive;
        return life.isEmpty() ? lasting : lasting.ending(life.get(), ledger.clock().nanos());
    }

    /** The entry that a key has now, and whether it was written just now. */
    record Written(Entry entry, boolean stored) {}

    /** Writes an entry, unless there is one and it is to stay. */
    Written put(String key, Payload value, Traits traits, boolean ifAbsent) {
        ReentrantLock stripe = ledger.stripes().of(name, key);
        stripe.lock();
        try {
            Entry present = ifAbsent ? peek(key) : null;
            return present != null
                    ? new Written(present, false)
                    : new Written(write(key, value, traits), true);
        } finally {
            stripe.unlock();
        }
    }

    /** What a change yielded, and the entry that it wrote, if any. */
    record Changed<R>(R result, @Nullable Entry written) {}

    /**
     * Changes an entry while nobody else does. The change gets the entry, if there is one, and the
     * means to write its successor, which is kept as the entry was.
     */
    <R> Changed<R> change(String key, BiFunction<@Nullable Entry, Consumer<Payload>, R> change) {
        ReentrantLock stripe = ledger.stripes().of(name, key);
        stripe.lock();
        try {
            Entry before = read(key);
            Traits traits = before == null ? traits(PutOptions.NONE) : before.traits();
            Entry[] written = new Entry[1];
            R result = change.apply(before, value -> written[0] = write(key, value, traits));
            return new Changed<>(result, written[0]);
        } finally {
            stripe.unlock();
        }
    }

    /**
     * Keeps what a load yielded, unless something came between.
     *
     * @return the entry; null if it was not kept
     */
    @Nullable Entry keep(Flight flight, Payload value, Traits traits) {
        ReentrantLock stripe = ledger.stripes().of(flight.id());
        stripe.lock();
        try {
            boolean wanted = !flight.spoiled() && value.size() <= maxBytes;
            // Filed before it lands: whoever does not find the load any more finds its entry.
            Entry entry = wanted ? place(flight.id().key(), value, traits) : null;
            ledger.flights().land(flight);
            if (entry != null) {
                coordinator.loaded(entry);
            }
            return entry;
        } finally {
            stripe.unlock();
        }
    }

    /** Takes out whatever a key has, and spoils its load; null if there is nothing. */
    @Nullable Entry drop(KeyRef id) {
        ReentrantLock stripe = ledger.stripes().of(id);
        stripe.lock();
        try {
            ledger.flights().spoil(id);
            Entry entry = takeOut(id, present -> true);
            coordinator.took(id.key(), entry);
            return entry;
        } finally {
            stripe.unlock();
        }
    }

    /** Takes out what a key has if it fits; null if there is nothing that does. */
    @Nullable Entry dropIf(KeyRef id, Predicate<Entry> fits) {
        ReentrantLock stripe = ledger.stripes().of(id);
        stripe.lock();
        try {
            Entry entry = takeOut(id, fits);
            if (entry != null) {
                coordinator.took(id.key(), entry);
            }
            return entry;
        } finally {
            stripe.unlock();
        }
    }

    /** As {@link #dropIf}, on this node only. */
    @Nullable Entry dropHere(KeyRef id, Predicate<Entry> fits) {
        ReentrantLock stripe = ledger.stripes().of(id);
        stripe.lock();
        try {
            Entry entry = takeOut(id, fits);
            if (entry != null) {
                coordinator.left(entry);
            }
            return entry;
        } finally {
            stripe.unlock();
        }
    }

    /** Takes out whatever a key has for its coordinator, which holds its stripe. */
    @Nullable Entry dropUntold(KeyRef id) {
        return takeOut(id, present -> true);
    }

    /** Whether an entry is still here. */
    boolean holds(Entry entry) {
        return store.peek(entry.key()) == entry;
    }

    /** How many entries there are. */
    long size() {
        return store.size();
    }

    /** Takes an entry out for its coordinator, which holds its stripe. */
    boolean discard(Entry entry) {
        return store.remove(entry);
    }

    /** Puts an entry in for its coordinator, which holds its stripe; null if it is too large. */
    @Nullable Entry accept(KeyRef id, Payload value, Traits traits) {
        if (value.size() > maxBytes) {
            ledger.flights().spoil(id);
            return null;
        }
        Entry entry = place(id.key(), value, traits);
        ledger.flights().spoil(id);
        return entry;
    }

    ReentrantLock stripe(KeyRef id) {
        return ledger.stripes().of(id);
    }

    private @Nullable Entry takeOut(KeyRef id, Predicate<Entry> fits) {
        Entry entry = store.peek(id.key());
        return entry != null && fits.test(entry) && store.remove(entry) ? entry : null;
    }

    @Override
    public void departed(Entry entry, Departure why) {
        if (why != Departure.REPLACED) {
            bytes.addAndGet(-entry.bytes());
        }
        if (why == Departure.EVICTED || why == Departure.EXPIRED) {
            (why == Departure.EVICTED ? meters.evictions : meters.expirations).increment();
            ledger.leftByItself(entry, why);
            coordinator.left(entry);
        }
        if (entry.traits() != Traits.PLAIN) {
            unfile(entry);
        }
    }

    private void file(Entry entry) {
        for (String tag : entry.traits().tags()) {
            tagged.add(tag, entry);
        }
        for (KeyRef input : entry.traits().inputs()) {
            ledger.dependents().add(input, entry);
        }
    }

    private void unfile(Entry entry) {
        for (String tag : entry.traits().tags()) {
            tagged.remove(tag, entry);
        }
        for (KeyRef input : entry.traits().inputs()) {
            ledger.dependents().remove(input, entry);
        }
    }

    private Entry write(String key, Payload value, Traits traits) {
        if (value.size() > maxBytes) {
            throw MpregLimitException.of(
                    "the value of '"
                            + new KeyRef(name, key)
                            + "' has "
                            + value.size()
                            + " bytes, more than the whole capacity of region '"
                            + name
                            + "'",
                    maxBytes);
        }
        Entry entry = place(key, value, traits);
        // Afterwards: a load that begins from now on finds the entry.
        ledger.flights().spoil(name, key);
        coordinator.wrote(entry);
        return entry;
    }

    private Entry place(String key, Payload value, Traits traits) {
        Entry entry =
                new Entry(
                        this,
                        key,
                        value,
                        versions.incrementAndGet(),
                        ledger.clock().millis(),
                        traits);
        if (traits != Traits.PLAIN) {
            // Before it can be found, so that whoever looks for it by tag or input sees it.
            file(entry);
        }
        int grown = store.put(entry);
        if (grown != 0) {
            bytes.addAndGet(grown);
            shed();
        }
        return entry;
    }

    /** Makes room until the bytes fit. Who comes second leaves it to the first, who looks again. */
    private void shed() {
        boolean more = true;
        while (more && bytes.get() > maxBytes && shedding.tryLock()) {
            try {
                while (more && bytes.get() > maxBytes) {
                    more = shedOne();
                }
            } finally {
                shedding.unlock();
            }
        }
    }

    private boolean shedOne() {
        for (Entry entry : store.next(1)) {
            entry.markShed();
            store.remove(entry);
            return true;
        }
        return false;
    }
}
