package io.mpreg.engine.cache;

import io.mpreg.engine.cache.peer.Coordination;
import io.mpreg.engine.time.VectorClock;
import java.util.HashMap;
import java.util.Map;

/** Gathers how far a node is with each of its regions. */
final class DigestParts {

    private final Map<String, Long> told = new HashMap<>();
    private final Map<String, VectorClock> held = new HashMap<>();
    private final Map<String, Long> prints = new HashMap<>();

    /** Adds a region of copies. */
    void invalidating(String region, long count) {
        told.put(region, count);
    }

    /** Adds a replicated region. */
    void replicated(String region, long count, VectorClock clock, long print) {
        told.put(region, count);
        held.put(region, clock);
        prints.put(region, print);
    }

    boolean isEmpty() {
        return told.isEmpty();
    }

    Coordination.Digest digest() {
        return new Coordination.Digest(told, held, prints);
    }
}
