package io.mpreg.engine.cache.peer;

import io.mpreg.api.cache.RegionSpec;
import io.mpreg.engine.time.VectorClock;
import java.util.List;
import java.util.Map;

/** What one cache tells another. */
public sealed interface Coordination {

    /** The region that it is about; empty if it is about all. */
    default String region() {
        return "";
    }

    /** Which of the five kinds it is. */
    default CoordinationClass kind() {
        return CoordinationClass.COORDINATION;
    }

    /**
     * Entries are not valid any more.
     *
     * @param sequence the number of the message among those of its sender in the region; 0 for one
     *     of a sender that does not have the region and does not count
     * @param by how the entries are named: KEY, PATTERN, TAG or DEPENDENCY
     */
    record Invalidate(String region, long sequence, String by, String value)
            implements Coordination {
        @Override
        public CoordinationClass kind() {
            return CoordinationClass.INVALIDATION;
        }
    }

    /**
     * A key was written.
     *
     * @param known what the writer holds of the region
     */
    record Write(String region, Fact fact, VectorClock known) implements Coordination {}

    /**
     * Entries of a replicated region are not valid any more. What the sender had it took out, and
     * told each; this is for what others have beyond that.
     */
    record Sweep(String region, long sequence, String by, String value) implements Coordination {}

    /** Asks for the sweeps that come after those that the sender has carried out. */
    record Missed(String region, long held) implements Coordination {}

    /**
     * How far the sender is.
     *
     * @param told how many invalidations it told, by region
     * @param held what it holds of the replicated regions, by region
     * @param prints the fingerprints of the replicated regions, by region
     */
    record Digest(Map<String, Long> told, Map<String, VectorClock> held, Map<String, Long> prints)
            implements Coordination {
        public Digest {
            told = Map.copyOf(told);
            held = Map.copyOf(held);
            prints = Map.copyOf(prints);
        }

        @Override
        public CoordinationClass kind() {
            return CoordinationClass.GOSSIP;
        }
    }

    /**
     * Asks for what is missing.
     *
     * @param round which question of the asker it is
     * @param held what the asker holds
     * @param prints the fingerprints of the asker, if it doubts that they are right: then it also
     *     gets all of the parts in which they differ
     */
    record Ask(String region, long round, VectorClock held, Prints prints)
            implements Coordination {}

    /**
     * Answers {@link Ask}, in several parts if it is much.
     *
     * @param held what the sender holds
     * @param left the last write of each node that left the sender by itself and is forgotten there
     * @param complete the mask of the parts of the keys, by {@link Prints}, of which it is
     *     everything that is live, so that whatever the sender knew of and is not among it is gone
     * @param part which part it is, from 0
     */
    record State(
            String region,
            long round,
            VectorClock held,
            RegionSpec spec,
            VectorClock left,
            long complete,
            int part,
            int parts,
            List<Fact> facts)
            implements Coordination {
        public State {
            facts = List.copyOf(facts);
        }
    }

    /**
     * Asks how many entries there are and what they are.
     *
     * @param prints the fingerprints of the asker
     * @param repair whether the one who is asked is to ask the asker for what differs
     */
    record Check(String region, long round, Prints prints, boolean repair)
            implements Coordination {}

    /**
     * Answers {@link Check}.
     *
     * @param entries how many there are
     * @param prints the fingerprints of the sender
     * @param lines the entries of the parts in which the fingerprints differ
     * @param cut whether there are more than could be sent
     */
    record Checked(
            String region,
            long round,
            long entries,
            Prints prints,
            VectorClock held,
            List<Line> lines,
            boolean cut)
            implements Coordination {
        public Checked {
            lines = List.copyOf(lines);
        }

        /** Of somebody who does not have the region. */
        public static Checked nothing(String region, long round) {
            return new Checked(
                    region, round, 0, Prints.NOTHING, VectorClock.ZERO, List.of(), false);
        }
    }

    /** An entry and its print. */
    record Line(String key, long print) {}
}
