package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.cache.peer.Prints;
import io.mpreg.engine.time.VectorClock;
import io.mpreg.engine.topic.TopicName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/*
 * Which keys a lost invalidation meant, nobody can tell, and any copy here may be one of them: so a
 * gap in what another node tells drops all copies. An invalidation that comes late or twice is
 * carried out all the same; to drop too much is safe.
 */
/**
 * Coordinates a region in which every node keeps its own copies, and a write drops those of others.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class Invalidating implements Coordinator {

    private final Region region;
    private final PeerDesk desk;
    private final Cascade cascade;
    private final Object order = new Object();
    private final Map<String, Long> heard = new HashMap<>();
    private long told;

    /** Whether something happened that no other node was there to be told of. */
    private volatile boolean untold;

    Invalidating(Region region, PeerDesk desk, Cascade cascade) {
        this.region = region;
        this.desk = desk;
        this.cascade = cascade;
    }

    @Override
    public void wrote(Entry entry) {
        tell(Invalidation.By.KEY, entry.key());
    }

    @Override
    public void invalidated(Invalidation what) {
        tell(what.by(), what.value());
    }

    private void tell(Invalidation.By by, String value) {
        if (desk.alone()) {
            if (!untold) {
                untold = true;
            }
            return;
        }
        synchronized (order) {
            countUntold();
            told++;
            desk.broadcast(
                    topic(by, value),
                    new Coordination.Invalidate(region.name(), told, by.name(), value));
        }
    }

    /*
     * However much it was, it counts as one message that nobody got: who was away finds a gap. What
     * is noted after the note was taken counts for the next time.
     */
    private void countUntold() {
        if (untold) {
            untold = false;
            told++;
        }
    }

    private TopicName topic(Invalidation.By by, String value) {
        return by == Invalidation.By.KEY
                ? region.topics().invalidation(value)
                : region.topics().writes().topic();
    }

    @Override
    public void receive(String from, Coordination message) {
        if (message instanceof Coordination.Invalidate invalidate) {
            if (invalidate.sequence() > 0 && missed(from, invalidate.sequence() - 1)) {
                dropAll();
            }
            arrived(from, invalidate.sequence());
            cascade.invalidate(
                    region.name(),
                    new Invalidation(Invalidation.By.valueOf(invalidate.by()), invalidate.value()),
                    Cause.remote(Optional.empty()));
        } else if (message instanceof Coordination.Write write) {
            // The other node replicates what this one does not: what is here is old in any case.
            cascade.invalidate(
                    region.name(),
                    Invalidation.key(write.fact().key()),
                    Cause.remote(Optional.empty()));
        }
    }

    @Override
    public void heard(String from, Coordination.Digest digest) {
        long sequence = digest.told().getOrDefault(region.name(), 0L);
        if (missed(from, sequence)) {
            dropAll();
            arrived(from, sequence);
        }
    }

    @Override
    public void digest(DigestParts parts) {
        synchronized (order) {
            countUntold();
            parts.invalidating(region.name(), told);
        }
    }

    @Override
    public void tick() {
        synchronized (order) {
            // Who comes back has told more than the 0 that is known of it then.
            heard.keySet().retainAll(desk.others());
        }
    }

    private boolean missed(String from, long sequence) {
        synchronized (order) {
            return sequence > heard.getOrDefault(from, 0L);
        }
    }

    private void arrived(String from, long sequence) {
        synchronized (order) {
            heard.merge(from, sequence, Math::max);
        }
    }

    private void dropAll() {
        region.meters().gaps.increment();
        cascade.invalidate(
                region.name(), Invalidation.pattern("#"), Cause.remote(Optional.empty()));
    }

    @Override
    public Prints prints() {
        PrintSums sums = new PrintSums();
        for (Entry entry : region.entries()) {
            sums.replace(entry.key(), 0, Prints.of(entry.key(), entry.value()));
        }
        return sums.now();
    }

    @Override
    public long print(String key) {
        Entry entry = region.peek(key);
        return entry == null ? 0 : Prints.of(key, entry.value());
    }

    @Override
    public VectorClock held() {
        Map<String, Long> known = new HashMap<>();
        synchronized (order) {
            known.putAll(heard);
            countUntold();
            known.put(desk.self(), told);
        }
        return new VectorClock(known);
    }
}
