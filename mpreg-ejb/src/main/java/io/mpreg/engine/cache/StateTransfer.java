package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Content;
import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.cache.peer.Fact;
import io.mpreg.engine.cache.peer.Siblings;
import io.mpreg.engine.cache.peer.Stamp;
import io.mpreg.engine.time.VectorClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives other nodes what they lack of a replicated region, and gathers what comes in several parts.
 *
 * <p><b>Threads.</b> Safe for use by any number of threads.
 */
final class StateTransfer {

    private static final int PART_FACTS = 512;
    private static final int PART_BYTES = 256 << 10;

    private final Region region;
    private final PeerDesk desk;
    private final FactTable facts;
    private long round = -1;
    private final Set<Integer> parts = new HashSet<>();
    private final Map<String, Set<Stamp>> seen = new HashMap<>();

    StateTransfer(Region region, PeerDesk desk, FactTable facts) {
        this.region = region;
        this.desk = desk;
        this.facts = facts;
    }

    void ask(String peer, Coordination.Ask question) {
        desk.send(peer, region.topics().coordination("repair"), question);
        desk.show(region.topics().coordination("repair"), question);
    }

    /**
     * Sends what an asker lacks.
     *
     * @param held what this node holds without a gap
     */
    void answer(String asker, Coordination.Ask ask, VectorClock held) {
        VectorClock forgotten = facts.forgotten();
        boolean full =
                forgotten.counts().entrySet().stream()
                        .anyMatch(owner -> ask.held().of(owner.getKey()) < owner.getValue());
        List<List<Fact>> packets = new ArrayList<>();
        packets.add(new ArrayList<>());
        long[] bytes = new long[1];
        facts.forEach(
                (key, known) -> {
                    // All or none, also those of which only the stamp is left: one of several
                    // would count for more than it does.
                    if (full || lacks(ask.held(), known.siblings())) {
                        known.siblings().facts().forEach(fact -> add(packets, fact, bytes));
                    }
                });
        for (int part = 0; part < packets.size(); part++) {
            desk.send(
                    asker,
                    region.topics().coordination("state"),
                    new Coordination.State(
                            region.name(),
                            ask.round(),
                            held,
                            region.spec(),
                            full,
                            part,
                            packets.size(),
                            packets.get(part)));
        }
    }

    private static boolean lacks(VectorClock held, Stamp stamp) {
        return held.of(stamp.owner()) < stamp.sequence();
    }

    private static boolean lacks(VectorClock held, Siblings siblings) {
        return siblings.facts().stream().anyMatch(fact -> lacks(held, fact.stamp()));
    }

    private static void add(List<List<Fact>> packets, Fact fact, long[] bytes) {
        Content content = fact.content();
        List<Fact> last = packets.get(packets.size() - 1);
        long size = 200 + fact.key().length() + (content == null ? 0 : content.value().size());
        if (last.size() >= PART_FACTS || bytes[0] + size > PART_BYTES && !last.isEmpty()) {
            last = new ArrayList<>();
            packets.add(last);
            bytes[0] = 0;
        }
        bytes[0] += size;
        last.add(fact);
    }

    /** Takes a part of an answer; whether it is the last one that was missing. */
    synchronized boolean complete(Coordination.State state) {
        if (round != state.round()) {
            round = state.round();
            parts.clear();
            seen.clear();
        }
        if (state.full()) {
            state.facts()
                    .forEach(
                            fact ->
                                    seen.computeIfAbsent(fact.key(), k -> new HashSet<>())
                                            .add(fact.stamp()));
        }
        return parts.add(state.part()) && parts.size() == state.parts();
    }

    /** What is live here, although who sent everything knew of it and does not have it any more. */
    synchronized List<Fact> unknownTo(Coordination.State state) {
        List<Fact> unknown = new ArrayList<>();
        facts.forEach(
                (key, known) -> {
                    Set<Stamp> theirs = seen.getOrDefault(key, Set.of());
                    for (Fact fact : known.siblings().facts()) {
                        if (fact.isLive()
                                && !lacks(state.held(), fact.stamp())
                                && !theirs.contains(fact.stamp())) {
                            unknown.add(fact);
                        }
                    }
                });
        seen.clear();
        return unknown;
    }
}
