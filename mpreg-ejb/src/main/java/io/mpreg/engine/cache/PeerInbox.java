package io.mpreg.engine.cache;

import io.mpreg.api.MpregLimitException;
import io.mpreg.api.MpregProtocolException;
import io.mpreg.api.MpregRequestException;
import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.cache.peer.CoordinationCodec;
import io.mpreg.engine.cache.peer.Prints;
import io.mpreg.engine.route.UnifiedMessage;
import io.mpreg.engine.time.VectorClock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes what other nodes tell, and compares from time to time how far everybody is.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class PeerInbox {

    /** How often the same digest is told to everybody before it goes to one at a time. */
    private static final int REPEATS = 2;

    private final Regions regions;
    private final Cascade cascade;
    private final PeerDesk desk;
    private final Consistency consistency;
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private Coordination.@Nullable Digest last;
    private int repeated;
    private int turn;

    PeerInbox(Regions regions, Cascade cascade, PeerDesk desk, Consistency consistency) {
        this.regions = regions;
        this.cascade = cascade;
        this.desk = desk;
        this.consistency = consistency;
    }

    /** How many messages of others could not be read. */
    long unreadable() {
        return unreadable.sum();
    }

    /** How many regions of others this node had no room for. */
    long refused() {
        return refused.sum();
    }

    /** Takes a message of another node. */
    void receive(String from, UnifiedMessage message) {
        try {
            received(from, CoordinationCodec.read(message.payload(), desk.clock().nanos()));
        } catch (MpregProtocolException | MpregRequestException | IllegalArgumentException e) {
            // Of another version, or damaged: what it meant is found missing by the next digest.
            unreadable.increment();
        }
    }

    private void received(String from, Coordination told) {
        if (told instanceof Coordination.Digest digest) {
            compared(from, digest);
        } else if (told instanceof Coordination.Check check) {
            answer(from, check);
        } else if (told instanceof Coordination.Checked checked) {
            consistency.received(from, checked);
        } else {
            regional(from, told);
        }
    }

    private void regional(String from, Coordination told) {
        Region region = regions.find(told.region());
        if (region == null && told instanceof Coordination.State state) {
            region = make(state);
        }
        if (region != null) {
            region.coordinator().receive(from, told);
        } else if (told instanceof Coordination.Invalidate invalidate) {
            cascade.invalidate(
                    invalidate.region(),
                    new Invalidation(Invalidation.By.valueOf(invalidate.by()), invalidate.value()),
                    Cause.remote(Optional.empty()));
        } else if (told instanceof Coordination.Write) {
            desk.send(
                    from,
                    RegionTopics.coordination("repair", told.region()),
                    new Coordination.Ask(told.region(), 0, VectorClock.ZERO, Prints.UNKNOWN));
        }
    }

    private @Nullable Region make(Coordination.State state) {
        try {
            regions.create(state.region(), state.spec());
        } catch (MpregLimitException full) {
            refused.increment();
        }
        return regions.find(state.region());
    }

    private void compared(String from, Coordination.Digest digest) {
        for (Region region : regions.all()) {
            region.coordinator().heard(from, digest);
        }
        for (String name : digest.held().keySet()) {
            if (regions.find(name) == null) {
                desk.send(
                        from,
                        RegionTopics.coordination("repair", name),
                        new Coordination.Ask(name, 0, VectorClock.ZERO, Prints.UNKNOWN));
            }
        }
    }

    private void answer(String from, Coordination.Check check) {
        Region region = regions.find(check.region());
        desk.send(
                from,
                RegionTopics.coordination("consistency", check.region()),
                region == null
                        ? Coordination.Checked.nothing(check.region(), check.round())
                        : Survey.answer(region, check));
        if (region != null
                && check.repair()
                && region.coordinator().prints().differing(check.prints()) != 0) {
            region.coordinator().repair(from);
        }
    }

    /** Does what is due and tells others how far this node is. */
    synchronized void tick() {
        DigestParts parts = new DigestParts();
        for (Region region : regions.all()) {
            region.coordinator().tick();
            region.coordinator().digest(parts);
        }
        List<String> others = desk.others();
        if (others.isEmpty() || parts.isEmpty()) {
            return;
        }
        Coordination.Digest digest = parts.digest();
        repeated = digest.equals(last) ? repeated + 1 : 0;
        last = digest;
        if (repeated < REPEATS) {
            desk.broadcast(desk.gossip(), digest);
        } else {
            desk.send(others.get(Math.floorMod(turn++, others.size())), desk.gossip(), digest);
        }
        desk.show(desk.gossip(), digest);
    }
}
