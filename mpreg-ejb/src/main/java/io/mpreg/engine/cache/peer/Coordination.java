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
     */
    record Digest(Map<String, Long> told, Map<String, VectorClock> held) implements Coordination {
        public Digest {
            told = Map.copyOf(told);
            held = Map.copyOf(held);
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
     */
    record Ask(String region, long round, VectorClock held) implements Coordination {}

    /**
     * Answers {@link Ask}, in several parts if it is much.
     *
     * @param held what the sender holds
     * @param full whether it is everything that is live, so that whatever the sender knew of and is
     *     not among it is gone
     * @param part which part it is, from 0
     */
    record State(
            String region,
            long round,
            VectorClock held,
            RegionSpec spec,
            boolean full,
            int part,
            int parts,
            List<Fact> facts)
            implements Coordination {
        public State {
            facts = List.copyOf(facts);
        }
    }

    /** Asks how many entries there are and what they are. */
    record Check(String region, long round) implements Coordination {}

    /**
     * Answers {@link Check}.
     *
     * @param entries how many there are
     * @param fingerprint the same wherever the same writes are live
     */
    record Checked(String region, long round, long entries, long fingerprint, VectorClock held)
            implements Coordination {}
}
