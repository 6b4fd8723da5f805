package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Content;
import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.cache.peer.Fact;
import io.mpreg.engine.cache.peer.Prints;
import io.mpreg.engine.cache.peer.Siblings;
import io.mpreg.engine.cache.peer.Stamp;
import io.mpreg.engine.time.VectorClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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

    /** How many answers are gathered at the same time. */
    private static final int ANSWERS = 16;

    private final Region region;
    private final PeerDesk desk;
    private final FactTable facts;
    private final Map<Long, Gathering> answers = new LinkedHashMap<>();

    /** The parts of an answer that have come. */
    private static final class Gathering {
        final Set<Integer> parts = new HashSet<>();
        final Map<String, Set<Stamp>> seen = new HashMap<>();
    }

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
        long complete = full ? Prints.ALL : facts.prints().differing(ask.prints());
        List<List<Fact>> packets = new ArrayList<>();
        packets.add(new ArrayList<>());
        long[] bytes = new long[1];
        facts.forEach(
                (key, known) -> {
                    // All or none, also those of which only the stamp is left: one of several
                    // would count for more than it does.
                    if (Prints.within(complete, key) || lacks(ask.held(), known.siblings())) {
                        known.siblings().facts().forEach(fact -> add(packets, fact, bytes));
                    }
                });
        // Read last: what is not among the facts because it left meanwhile is among these.
        VectorClock left = facts.leftAndForgotten();
        for (int part = 0; part < packets.size(); part++) {
            desk.send(
                    asker,
                    region.topics().coordination("state"),
                    new Coordination.State(
                            region.name(),
                            ask.round(),
                            held,
                            region.spec(),
                            left,
                            complete,
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
        Gathering answer = answers.computeIfAbsent(state.round(), round -> new Gathering());
        if (answers.size() > ANSWERS) {
            answers.remove(answers.keySet().iterator().next());
        }
        for (Fact fact : state.facts()) {
            if (Prints.within(state.complete(), fact.key())) {
                answer.seen.computeIfAbsent(fact.key(), k -> new HashSet<>()).add(fact.stamp());
            }
        }
        return answer.parts.add(state.part()) && answer.parts.size() == state.parts();
    }

    /**
     * What is live here, although who sent everything knew of it and does not have it any more.
     *
     * @param sure whether only what cannot have left there by itself
     */
    synchronized List<Fact> unknownTo(Coordination.State state, boolean sure) {
        List<Fact> unknown = new ArrayList<>();
        Gathering answer = answers.remove(state.round());
        Map<String, Set<Stamp>> seen = answer == null ? Map.of() : answer.seen;
        facts.forEach(
                (key, known) -> {
                    if (!Prints.within(state.complete(), key)) {
                        return;
                    }
                    Set<Stamp> theirs = seen.getOrDefault(key, Set.of());
                    for (Fact fact : known.siblings().facts()) {
                        if (fact.isLive()
                                && !lacks(state.held(), fact.stamp())
                                && (!sure || lacks(state.left(), fact.stamp()))
                                && !theirs.contains(fact.stamp())) {
                            unknown.add(fact);
                        }
                    }
                });
        return unknown;
    }
}
